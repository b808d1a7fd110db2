import type { JsonObject } from '../core/index.ts';
import { isEventType, type EventType } from './event-types.ts';
import { isJsonObject } from './json-access.ts';
import type { AuditStore } from './store.ts';

/**
 * A record as it stands in the trail. Only the members every record has are typed; the rest is JSON
 * in the form of `AuditEvent`, and is to be read as what it is: text from a file.
 */
export type AuditRecord = JsonObject & {
  readonly v: number;
  readonly seq: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly chain: string;
  /** SHA-256 of the record before, hex. */
  readonly prev: string;
  readonly type: EventType;
};

/** Read a stored or exported record. Undefined for anything that is not one. */
export function readRecord(text: string): AuditRecord | undefined {
  const value = parse(text);
  return isRecord(value) ? value : undefined;
}

/** The id of the chain, as its first record has it. Undefined for an empty trail or one that cannot be read. */
export async function readChain(store: Pick<AuditStore, 'read'>): Promise<string | undefined> {
  const [first] = await store.read(0, 1);
  return first === undefined ? undefined : readRecord(first.record)?.chain;
}

function isRecord(value: unknown): value is AuditRecord {
  if (!isJsonObject(value)) return false;
  const { v, seq, at, chain, prev, type } = value;
  return (
    v === 1 &&
    typeof seq === 'number' &&
    Number.isSafeInteger(seq) &&
    typeof at === 'string' &&
    typeof chain === 'string' &&
    typeof prev === 'string' &&
    isEventType(type)
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
