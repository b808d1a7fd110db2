import {
  actor,
  agentActor,
  type AuditEvent,
  type AuditTrail,
  type Fingerprinter,
  type RecordedWithin,
  type UsageLimits,
} from '../audit/index.ts';
import type { Principal } from '../identity/index.ts';
import type { CanonicalRequest } from '../policy/index.ts';
import { isDecoy, type ItemSummary } from '../secrets/index.ts';
import type { CallContext } from './call-context.ts';
import { fingerprintsOf } from './fingerprints.ts';

/** The facts every record of one call carries. */
export interface RecordFacts {
  readonly callId: string;
  readonly context: CallContext;
  readonly principal?: Principal | undefined;
  readonly item?: ItemSummary | undefined;
  readonly request?: CanonicalRequest | undefined;
  /** Where it is given, the first record of a call has fingerprints of what the request says. */
  readonly fingerprint?: Fingerprinter | undefined;
}

type EventParts = Pick<AuditEvent, 'type'> & Partial<Pick<AuditEvent, 'outcome' | 'attempt' | 'detail'>>;

/** Write one record of a call. Resolves when it is durable; throws `AUDIT_UNWRITABLE`. */
export async function recordEvent(trail: AuditTrail, facts: RecordFacts, parts: EventParts): Promise<void> {
  await trail.record(eventOf(facts, parts));
}

/** The same, unless what `limits` names is used up: then nothing is written. */
export async function recordWithin(
  trail: AuditTrail,
  facts: RecordFacts,
  { limits, ...parts }: EventParts & { readonly limits: UsageLimits },
): Promise<RecordedWithin> {
  return trail.recordWithin(eventOf(facts, parts), limits);
}

/** The record of a call as it is written, for callers that write it by another way. */
export function eventOf<T extends EventParts>(
  facts: RecordFacts,
  parts: T,
): T & AuditEvent & { readonly call_id: string } {
  const { callId, context, principal, item, request } = facts;
  const isFirst = parts.type === 'call.intent' || parts.type === 'call.denied';
  const fingerprint = isFirst ? facts.fingerprint : undefined;
  return {
    ...parts,
    call_id: callId,
    session: principal === undefined ? actor('unknown', context.session) : agentActor(principal, context.session),
    ...(principal === undefined ? {} : { agent: { id: principal.agentId, name: principal.agentName } }),
    ...(item === undefined ? {} : itemFacts(item, principal)),
    ...(request === undefined ? {} : { request: requestFacts(request, fingerprint) }),
  };
}

function itemFacts(
  item: ItemSummary,
  principal: Principal | undefined,
): Partial<Pick<AuditEvent, 'item' | 'vault' | 'grant_id'>> {
  const grant = principal?.grants.find(({ vaultId }) => vaultId === item.vaultId);
  return {
    item: {
      id: item.id,
      title: item.title,
      ...(item.version === undefined ? {} : { version: item.version }),
      ...(isDecoy(item) ? { honey: true } : {}),
    },
    vault: { id: item.vaultId, name: item.vaultName },
    ...(grant === undefined ? {} : { grant_id: grant.id }),
  };
}

// Query values and bodies may hold personal data: names, sizes, the digest and keyed marks tell what was sent.
function requestFacts(
  request: CanonicalRequest,
  fingerprint: Fingerprinter | undefined,
): NonNullable<AuditEvent['request']> {
  const { method, origin, url, queryNames, digest, body } = request;
  const fingerprints = fingerprint === undefined ? [] : fingerprintsOf(request, fingerprint);
  return {
    method,
    origin,
    path: url.pathname,
    digest,
    ...(queryNames.length === 0 ? {} : { query_names: [...queryNames] }),
    ...(body === undefined ? {} : { body_bytes: body.bytes.byteLength }),
    ...(fingerprints.length === 0 ? {} : { fingerprints }),
  };
}
