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

/** A record but for its position in the chain, which is known only under the store's write lock. */
export interface RecordLine {
  /** Names and canonical values. */
  readonly members: readonly Member[];
  /** By what the record is found. */
  readonly columns: Omit<AuditRow, 'seq' | 'record' | 'hash'>;
}

type Member = readonly [name: string, value: string];

/** Check and bound an event. Throws `AUDIT_UNWRITABLE` for a type that is not in the closed list. */
export function prepareLine(event: { readonly type?: unknown }, at: number, writer?: Writer): RecordLine {
  if (!isEventType(event.type)) {
    throw new KeywardError('AUDIT_UNWRITABLE', 'the audit event is of an unknown type');
  }
  const { body, members } = boundedBody({ ...event, writer });
  return { members, columns: columnsOf(body, at) };
}

/** The row that follows `head`. Throws nothing for a prepared line. */
export function chainRow({ members, columns }: RecordLine, chain: string, head: AuditHead | undefined): AuditRow {
  const seq = (head?.seq ?? 0) + 1;
  const position = {
    v: RECORD_VERSION,
    seq,
    at: new Date(columns.at).toISOString(),
    chain,
    prev: head?.hash ?? NO_PREVIOUS,
  };
  const record = canonicalRecord([...members, ...membersOf(position)]);
  return { ...columns, seq, record, hash: sha256Hex(record) };
}

/** By what a record is found. `at` in milliseconds since the epoch. */
export function columnsOf(body: JsonObject, at: number): RecordLine['columns'] {
  return {
    at,
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

interface BoundedBody {
  readonly body: JsonObject;
  readonly members: readonly Member[];
}

// Three rounds, each harder: whole, then cut short, then without the parts that others may fill.
function boundedBody(event: object): BoundedBody {
  const roomy = bounded(event, ROOMY);
  if (fits(roomy)) return roomy;
  const tight = bounded(event, TIGHT);
  if (fits(tight)) return tight;
  return withMembers({ ...tight.body, detail: '[cut: record too long]', attempt: '[cut: record too long]' });
}

function bounded(event: object, bounds: Bounds): BoundedBody {
  const body = boundedJson(event, bounds);
  return withMembers(isJsonObject(body) ? body : {});
}

function withMembers(body: JsonObject): BoundedBody {
  return { body, members: membersOf(body).filter(([name]) => !POSITION.has(name)) };
}

// What only the chain may say.
const POSITION: ReadonlySet<string> = new Set(['v', 'seq', 'at', 'chain', 'prev']);

function fits({ members }: BoundedBody): boolean {
  return members.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= MAX_RECORD_CHARS;
}

function membersOf(body: JsonObject): readonly Member[] {
  return Object.entries(body).map(([name, value]) => [name, canonicalJson(value)]);
}

// RFC 8785, as `canonicalJson` has it, of an object whose values are in that form already.
function canonicalRecord(members: readonly Member[]): string {
  const sorted = members.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${canonicalJson(name)}:${value}`).join(',')}}`;
}
