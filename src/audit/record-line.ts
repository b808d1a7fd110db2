import { canonicalJson, KeywardError, sha256Hex, type JsonObject } from '../core/index.ts';
import { boundedJson, type Bounds } from './bounded-json.ts';
import { isEventType } from './event-types.ts';
import { isJsonObject, textAt } from './json-access.ts';
import type { AuditHead, AuditRow } from './store.ts';
import type { Writer } from './writer.ts';

/** `prev` of the first record of a chain. */
export const NO_PREVIOUS = '0'.repeat(64);

export const RECORD_VERSION = 1;

const MAX_RECORD_CHARS = 16_384;
const ROOMY: Bounds = { maxString: 1_024, maxMembers: 64, maxDepth: 6 };
const TIGHT: Bounds = { maxString: 128, maxMembers: 16, maxDepth: 4 };

/** A record but for its place in the chain, which is known only under the store's write lock. */
export interface RecordLine {
  readonly body: JsonObject;
  readonly at: number;
}

/** Check and bound an event. Throws `AUDIT_UNWRITABLE` for a type that is not in the closed list. */
export function prepareLine(event: { readonly type?: unknown }, at: number, writer?: Writer): RecordLine {
  if (!isEventType(event.type)) {
    throw new KeywardError('AUDIT_UNWRITABLE', 'this event is not of a type that the audit trail knows');
  }
  return { body: boundedBody({ ...event, writer }), at };
}

/** The row that follows `head`. Throws nothing for a prepared line. */
export function chainRow(line: RecordLine, chain: string, head: AuditHead | undefined): AuditRow {
  const { body } = line;
  const seq = (head?.seq ?? 0) + 1;
  const record = canonicalJson({
    ...body,
    v: RECORD_VERSION,
    seq,
    at: new Date(line.at).toISOString(),
    chain,
    prev: head?.hash ?? NO_PREVIOUS,
  });
  return {
    seq,
    record,
    hash: sha256Hex(record),
    at: line.at,
    type: textAt(body, 'type') ?? '',
    callId: textAt(body, 'call_id'),
    agentId: textAt(body, 'agent', 'id') ?? textAt(body, 'session', 'principal', 'id'),
    itemId: textAt(body, 'item', 'id'),
    host: hostOf(textAt(body, 'request', 'origin')),
    client: textAt(body, 'session', 'client', 'name'),
    outcome: textAt(body, 'outcome', 'result'),
  };
}

function hostOf(origin: string | undefined): string | undefined {
  return origin?.replace(/^[a-z]+:\/\//, '');
}

// Three rounds, each harder: whole, then cut short, then without the parts that others may fill.
function boundedBody(event: object): JsonObject {
  const roomy = bounded(event, ROOMY);
  if (fits(roomy)) return roomy;
  const tight = bounded(event, TIGHT);
  return fits(tight) ? tight : { ...tight, detail: '[cut: record too long]', attempt: '[cut: record too long]' };
}

function bounded(event: object, bounds: Bounds): JsonObject {
  const body = boundedJson(event, bounds);
  return isJsonObject(body) ? body : {};
}

function fits(body: JsonObject): boolean {
  return JSON.stringify(body).length <= MAX_RECORD_CHARS;
}
