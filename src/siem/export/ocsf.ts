import { sentenceOf, severityOf, titleOf } from './event-meaning.ts';
import { lineFormat, type ExportOptions } from './export-format.ts';
import { OCSF_CLASS, ocsfActivity, type OcsfClass } from './ocsf-class.ts';
import { ownMembers } from './own-members.ts';
import { recordFacts, type Named, type RecordFacts } from './record-facts.ts';

const OCSF_VERSION = '1.8.0';
const STATUS_ID: Readonly<Record<string, number>> = { ok: 1, denied: 2, failed: 2, unknown: 0 };
const FINDING_STATUS_ID = { raised: 1, acknowledged: 4 } as const;
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
]);

/** Open Cybersecurity Schema Framework 1.8, one event on each line. What it has no field for stands in `unmapped`. */
export const ocsf = lineFormat('ocsf', 'application/x-ndjson', ({ record, hash }, options) =>
  JSON.stringify(ocsfEvent(recordFacts(record, hash), options)),
);

function ocsfEvent(facts: RecordFacts, options: ExportOptions): object {
  const { name, activity, caption } = ocsfActivity(facts);
  const { uid, category } = OCSF_CLASS[name];
  return {
    class_uid: uid,
    category_uid: category,
    activity_id: activity,
    activity_name: caption,
    type_uid: uid * 100 + activity,
    time: facts.atMs,
    severity_id: severityOf(facts),
    message: sentenceOf(facts),
    metadata: metadata(facts, options),
    ...securityControl(facts),
    ...messageContext(facts),
    ...CLASS_PARTS[name](facts),
    unmapped: unmapped(facts, options),
  };
}

// A property that is undefined is left out by JSON.stringify.
const CLASS_PARTS: Readonly<Record<OcsfClass, (facts: RecordFacts) => object>> = {
  apiActivity: (facts) => ({
    ...status(facts),
    actor: actor(facts),
    src_endpoint: sourceEndpoint(facts),
    api: api(facts),
    resources: resources(facts),
    trace: facts.traceId === undefined ? undefined : { uid: facts.traceId },
    ...http(facts),
  }),
  authentication: (facts) => ({
    ...status(facts),
    user: user(facts.actor ?? facts.agent, facts.actor?.kind ?? 'agent'),
    service: { name: 'Keyward' },
    session: session(facts),
    src_endpoint: sourceEndpoint(facts),
    is_remote: facts.remoteAddress !== undefined,
  }),
  authorizeSession: (facts) => ({
    ...status(facts),
    actor: actor(facts),
    user: user(facts.agent, 'agent'),
    privileges: privileges(facts),
  }),
  entityManagement: (facts) => ({ ...status(facts), actor: actor(facts), entity: entity(facts) }),
  userAccess: (facts) => ({
    ...status(facts),
    actor: actor(facts),
    user: user(facts.agent, 'agent'),
    privileges: privileges(facts),
    resources: resources(facts),
  }),
  detectionFinding: (facts) => ({
    status_id: facts.type === 'anomaly.raised' ? FINDING_STATUS_ID.raised : FINDING_STATUS_ID.acknowledged,
    is_alert: facts.type === 'anomaly.raised',
    resources: [...resources(facts), ...agentResource(facts)],
    finding_info: {
      uid: facts.callId ?? facts.hash,
      title: facts.rule ?? titleOf(facts.type),
      desc: facts.sentence,
      analytic: { name: facts.rule ?? 'unknown', type_id: 2 },
    },
  }),
};

function metadata(facts: RecordFacts, { productVersion }: ExportOptions): object {
  const profiles = [
    ...(facts.result === undefined ? [] : ['security_control']),
    ...(hasContext(facts) ? ['ai_operation'] : []),
    ...(isApi(facts) && facts.traceId !== undefined ? ['trace'] : []),
  ];
  return {
    version: OCSF_VERSION,
    product: { name: 'Keyward', vendor_name: 'Keyward', version: productVersion },
    uid: facts.hash,
    sequence: facts.seq,
    event_code: facts.type,
    log_name: 'audit',
    original_time: facts.at,
    correlation_uid: facts.callId,
    profiles,
  };
}

// Profile security_control: allowed or blocked.
function securityControl({ result }: RecordFacts): object {
  if (result === undefined) return {};
  return result === 'denied'
    ? { action_id: 2, disposition_id: 2 }
    : { action_id: 1, disposition_id: result === 'ok' ? 1 : 27 };
}

// Profile ai_operation: which AI application asked, by its own word.
function messageContext(facts: RecordFacts): object {
  if (!hasContext(facts)) return {};
  return {
    message_context: {
      ai_role_id: 4,
      uid: facts.connectionId,
      name: facts.tool,
      application: { name: facts.client?.name, uid: facts.client?.version },
    },
  };
}

function hasContext(facts: RecordFacts): boolean {
  return isApi(facts) && facts.client !== undefined;
}

function isApi(facts: RecordFacts): boolean {
  return ocsfActivity(facts).name === 'apiActivity';
}

function status({ code, result, type }: RecordFacts): object {
  const refused = type === 'call.denied' || type === 'session.refused';
  return { status_id: STATUS_ID[result ?? ''] ?? (refused ? 2 : 0), status_code: code };
}

function actor(facts: RecordFacts): object {
  if (facts.actor === undefined) return { app_name: facts.client?.name ?? 'unknown', session: session(facts) };
  return { user: user(facts.actor, facts.actor.kind), session: session(facts) };
}

// Types of user: 2 is an administrator, 4 a service.
function user(named: Named | undefined, kind: 'agent' | 'owner'): object {
  if (named === undefined) return { name: 'unknown', type_id: 0 };
  return { uid: named.id, name: named.name ?? named.id, type_id: kind === 'owner' ? 2 : 4 };
}

function session({ connectionId }: RecordFacts): object | undefined {
  return connectionId === undefined ? undefined : { uid: connectionId };
}

function sourceEndpoint({ remoteAddress, transport }: RecordFacts): object {
  return remoteAddress === undefined ? { name: transport ?? 'unknown' } : { ip: remoteAddress };
}

function api({ callId, code, request, status: httpStatus, tool, type }: RecordFacts): object {
  return {
    operation: request === undefined ? (tool ?? type) : `${request.method} ${request.path}`,
    service: request === undefined ? undefined : { name: request.host },
    request: callId === undefined ? undefined : { uid: callId },
    response: httpStatus === undefined && code === undefined ? undefined : { code: httpStatus, error: code },
  };
}

function http({ request, status: httpStatus }: RecordFacts): object {
  if (request === undefined) return {};
  const { host, method, path, port, scheme, url } = request;
  return {
    http_request: {
      http_method: METHODS.has(method) ? method : undefined,
      url: { scheme, hostname: host, port, path, url_string: url },
    },
    http_response: httpStatus === undefined ? undefined : { code: httpStatus },
  };
}

function resources({ item, itemVersion, vault }: RecordFacts): readonly object[] {
  const version = itemVersion === undefined ? undefined : String(itemVersion);
  return [
    ...(item === undefined ? [] : [{ uid: item.id, name: item.name, type: 'credential', version, role_id: 1 }]),
    ...(vault === undefined ? [] : [{ uid: vault.id, name: vault.name, type: 'vault', role_id: 4 }]),
  ];
}

// Types of entity: 2 is a user, 99 another thing, named by `type`.
function entity({ agent, item, type, vault }: RecordFacts): object {
  const kind = type.slice(0, type.indexOf('.'));
  const named = kind === 'agent' ? agent : kind === 'vault' ? vault : (item ?? agent ?? vault);
  return { uid: named?.id, name: named?.name ?? named?.id ?? kind, type: kind, type_id: kind === 'agent' ? 2 : 99 };
}

function agentResource({ agent }: RecordFacts): readonly object[] {
  return agent === undefined ? [] : [{ uid: agent.id, name: agent.name, type: 'agent', role_id: 1 }];
}

// What the record says was granted, and nothing where it grants nothing.
function privileges({ can, grantsVaults, kind, type }: RecordFacts): readonly string[] {
  if (type === 'agent.created') return grantsVaults ? [can ?? 'use'] : [];
  if (type !== 'agent.token_issued') return can === undefined ? [] : [can];
  return [TOKEN_PRIVILEGES[kind ?? ''] ?? can ?? 'as the agent'];
}

const TOKEN_PRIVILEGES: Readonly<Record<string, string>> = {
  audit: 'read the audit trail',
  deprovision: 'delete the agent',
};

function unmapped(facts: RecordFacts, { hostname, instance }: ExportOptions): object {
  return {
    ...ownMembers(facts, 'ocsf'),
    chain_uid: facts.chain,
    prev_fingerprint: facts.prev,
    fingerprint: facts.hash,
    serialization: 'JCS',
    algorithm: 'SHA-256',
    host_name: hostname,
    instance_uid: instance,
    client_self_reported: facts.client === undefined ? undefined : true,
  };
}
