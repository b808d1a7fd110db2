import { isIP } from 'node:net';
import type { JsonObject } from '../../core/index.ts';
import type { EventType } from '../../audit/index.ts';
import { sentenceOf, severityOf } from './event-meaning.ts';
import { lineFormat, type ExportOptions } from './export-format.ts';
import { ownMembers } from './own-members.ts';
import { recordFacts, type Named, type RecordFacts } from './record-facts.ts';

const ECS_VERSION = '8.17.0';

// Only values ECS allows: https://www.elastic.co/docs/reference/ecs/ecs-category-field-values-reference
const CATEGORIES: readonly [prefix: string, category: string][] = [
  ['call.', 'api'],
  ['items.', 'api'],
  ['request.', 'api'],
  ['item.re', 'api'],
  ['session.', 'session'],
  ['agent.', 'iam'],
  ['grant.', 'iam'],
  ['owner.', 'iam'],
  ['run.', 'process'],
  ['anomaly.', 'intrusion_detection'],
];
const OUTCOMES: Readonly<Record<string, string>> = { ok: 'success', denied: 'failure', failed: 'failure' };

/** Elastic Common Schema, one JSON document on each line. */
export const ecs = lineFormat('ecs', 'application/x-ndjson', ({ record, hash }, options) =>
  JSON.stringify(ecsDocument(recordFacts(record, hash), options)),
);

function ecsDocument(facts: RecordFacts, { hostname }: ExportOptions): Document {
  const { actor, request } = facts;
  return {
    '@timestamp': facts.at,
    ecs: { version: ECS_VERSION },
    message: sentenceOf(facts),
    event: eventOf(facts),
    user: actor === undefined ? undefined : { id: actor.id, name: actor.name, roles: [actor.kind] },
    host: hostname === undefined ? undefined : { name: hostname, hostname },
    source: sourceOf(facts),
    process: processOf(facts),
    rule: facts.rule === undefined ? undefined : { name: facts.rule },
    url: request === undefined ? undefined : { original: request.url, domain: request.host, ...portAndPath(request) },
    http:
      request === undefined
        ? undefined
        : {
            request: { method: request.method },
            response: facts.status === undefined ? undefined : { status_code: facts.status },
          },
    trace: facts.traceId === undefined ? undefined : { id: facts.traceId },
    span: facts.spanId === undefined ? undefined : { id: facts.spanId },
    keyward: ownFields(facts),
  };
}

// A property that is undefined is left out by JSON.stringify.
type Document = { readonly [key: string]: JsonObject[string] | undefined | Document };

function eventOf(facts: RecordFacts): Document {
  return {
    kind: facts.type === 'anomaly.raised' ? 'alert' : 'event',
    module: 'keyward',
    dataset: 'keyward.audit',
    action: facts.type,
    category: [categoryOf(facts.type)],
    type: [typeOf(facts)],
    outcome: OUTCOMES[facts.result ?? ''] ?? 'unknown',
    reason: facts.code,
    sequence: facts.seq,
    hash: facts.hash,
    // Of the record, not of the call: a document id that several records shared would lose all but the last.
    id: facts.hash,
    severity: severityOf(facts),
    duration: facts.durationMs === undefined ? undefined : Math.round(facts.durationMs * 1_000_000),
  };
}

function ownFields(facts: RecordFacts): Document {
  const { agent, client, item, vault } = facts;
  return {
    ...ownMembers(facts, 'ecs'),
    chain: facts.chain,
    prev: facts.prev,
    call: { id: facts.callId },
    grant: { id: facts.grantId },
    agent: ofNamed(agent),
    item: item === undefined ? undefined : { ...ofNamed(item), version: facts.itemVersion },
    vault: ofNamed(vault),
    mcp: {
      client: client === undefined ? undefined : { name: client.name, version: client.version, self_reported: true },
      connection_id: facts.connectionId,
      transport: facts.transport,
      protocol_version: facts.protocolVersion,
      tool: facts.tool,
    },
  };
}

function ofNamed(named: Named | undefined): Document | undefined {
  return named === undefined ? undefined : { id: named.id, name: named.name };
}

function portAndPath({ scheme, port, path }: NonNullable<RecordFacts['request']>): Document {
  return { scheme, port, path };
}

function categoryOf(type: EventType): string {
  return CATEGORIES.find(([prefix]) => type.startsWith(prefix))?.[1] ?? 'configuration';
}

function sourceOf({ remoteAddress: address }: RecordFacts): Document | undefined {
  if (address === undefined) return undefined;
  return { address, ip: isIP(address) === 0 ? undefined : address };
}

function processOf({ pid, parentProgram }: RecordFacts): Document | undefined {
  if (pid === undefined && parentProgram === undefined) return undefined;
  return { pid, parent: parentProgram === undefined ? undefined : { name: parentProgram } };
}

// What ECS expects of a category, of the words used here.
const EXPECTED_TYPES: Readonly<Record<string, ReadonlySet<string>>> = {
  api: new Set(['denied', 'creation', 'deletion', 'change', 'start', 'end']),
  session: new Set(['start', 'end']),
  iam: new Set(['creation', 'deletion', 'change']),
  process: new Set(['change', 'start', 'end']),
  intrusion_detection: new Set(['denied']),
  configuration: new Set(['creation', 'deletion', 'change']),
};

function typeOf(facts: RecordFacts): string {
  const word = wordOf(facts);
  return EXPECTED_TYPES[categoryOf(facts.type)]?.has(word) === true ? word : 'info';
}

function wordOf({ type, result }: RecordFacts): string {
  if (result === 'denied' || type === 'call.denied' || type === 'session.refused') return 'denied';
  if (
    type.endsWith('.created') ||
    type.endsWith('.granted') ||
    type.endsWith('.added') ||
    type.endsWith('.initialised')
  )
    return 'creation';
  if (type.endsWith('.deleted') || type.endsWith('.removed') || type.endsWith('.revoked')) return 'deletion';
  if (type.endsWith('.edited') || type.endsWith('.rotated') || type.endsWith('.changed')) return 'change';
  if (type.endsWith('.opened') || type.endsWith('.started') || type.endsWith('.intent')) return 'start';
  if (type.endsWith('.closed') || type.endsWith('.ended') || type.endsWith('.outcome')) return 'end';
  return 'info';
}
