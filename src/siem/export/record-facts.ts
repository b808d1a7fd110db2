import type { Json } from '../../core/index.ts';
import type { EventType } from '../../audit/index.ts';
import { textAt, valueAt } from '../../audit/index.ts';
import type { AuditRecord } from '../../audit/index.ts';
import { printable } from '../../core/index.ts';

/** A person or thing with an id and perhaps a name. */
export interface Named {
  readonly id: string;
  readonly name: string | undefined;
}

/** What of a record the formats tell, every text made printable. The record itself goes out only as JSONL. */
export interface RecordFacts {
  /** As it was read: not printable. */
  readonly record: AuditRecord;
  readonly seq: number;
  readonly hash: string;
  readonly prev: string;
  readonly chain: string;
  readonly at: string;
  readonly atMs: number;
  readonly type: EventType;
  readonly callId: string | undefined;
  readonly grantId: string | undefined;
  /** Verified: the agent, or the owner. Undefined where the caller could not be identified. */
  readonly actor: (Named & { readonly kind: 'agent' | 'owner' }) | undefined;
  readonly agent: Named | undefined;
  readonly item: Named | undefined;
  readonly itemVersion: number | undefined;
  /** Of the token it was done with. */
  readonly tokenId: string | undefined;
  readonly vault: Named | undefined;
  /** Claimed by the client about itself. */
  readonly client: { readonly name: string; readonly version: string | undefined } | undefined;
  readonly transport: string | undefined;
  readonly connectionId: string | undefined;
  /** Hash of the session id of the MCP client. */
  readonly mcpSession: string | undefined;
  readonly hostSession: string | undefined;
  readonly protocolVersion: string | undefined;
  readonly requestId: string | undefined;
  readonly tool: string | undefined;
  readonly remoteAddress: string | undefined;
  readonly pid: number | undefined;
  readonly parentProgram: string | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly request: RequestFacts | undefined;
  readonly result: string | undefined;
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly durationMs: number | undefined;
  /** One sentence of our own where the record has one, as anomalies do. */
  readonly sentence: string | undefined;
  readonly rule: string | undefined;
  /** Of an agent or grant: `use` or `read`. */
  readonly can: string | undefined;
  /** Of a token that was issued. */
  readonly kind: string | undefined;
  /** What a `change.intent` is about. */
  readonly change: string | undefined;
  readonly claimedReason: string | undefined;
  /** Whether an agent that was made was granted a vault. */
  readonly grantsVaults: boolean;
}

export interface RequestFacts {
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
  readonly url: string;
}

/** Read what the formats tell out of a record. `hash` is that of the record's bytes. */
export function recordFacts(record: AuditRecord, hash: string): RecordFacts {
  const text = (...path: readonly string[]) => printableOrNone(textAt(record, ...path));
  const number = (...path: readonly string[]) => numberOrNone(valueAt(record, ...path));
  const trace = /^00-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(text('session', 'trace') ?? '');
  const client = text('session', 'client', 'name');
  const { seq, prev, chain, at, type } = record;
  return {
    record,
    seq,
    hash,
    type,
    prev: printable(prev),
    chain: printable(chain),
    at: printable(at),
    atMs: Date.parse(at),
    callId: text('call_id'),
    grantId: text('grant_id'),
    actor: actorOf(record),
    agent: named(record, 'agent', 'name'),
    item: named(record, 'item', 'title'),
    itemVersion: number('item', 'version'),
    tokenId: text('session', 'principal', 'token_id'),
    vault: named(record, 'vault', 'name'),
    client: client === undefined ? undefined : { name: client, version: text('session', 'client', 'version') },
    transport: text('session', 'transport'),
    connectionId: text('session', 'connection_id'),
    mcpSession: text('session', 'mcp_session'),
    hostSession: text('session', 'host_session'),
    protocolVersion: text('session', 'protocol_version'),
    requestId: text('session', 'request_id'),
    tool: text('session', 'tool'),
    remoteAddress: text('session', 'remote', 'address'),
    pid: number('session', 'process', 'pid'),
    parentProgram: text('session', 'process', 'parent'),
    traceId: trace?.[1],
    spanId: trace?.[2],
    request: requestOf(text('request', 'method'), text('request', 'origin'), text('request', 'path')),
    result: text('outcome', 'result'),
    code: text('outcome', 'code'),
    status: number('outcome', 'status'),
    durationMs: number('outcome', 'duration_ms'),
    sentence: text('detail', 'sentence'),
    rule: text('detail', 'rule'),
    can: text('detail', 'can'),
    kind: text('detail', 'kind'),
    change: text('detail', 'change'),
    claimedReason: text('detail', 'claimed_reason'),
    grantsVaults: isFilled(valueAt(record, 'detail', 'vaults')),
  };
}

function named(record: AuditRecord, kind: string, nameKey: string): Named | undefined {
  const id = printableOrNone(textAt(record, kind, 'id'));
  return id === undefined ? undefined : { id, name: printableOrNone(textAt(record, kind, nameKey)) };
}

function actorOf(record: AuditRecord): RecordFacts['actor'] {
  const kind = textAt(record, 'session', 'principal', 'kind');
  if (kind === 'owner') return { kind, id: 'owner', name: 'owner' };
  const id = printableOrNone(textAt(record, 'session', 'principal', 'id'));
  if (kind !== 'agent' || id === undefined) return undefined;
  return { kind, id, name: printableOrNone(textAt(record, 'session', 'principal', 'name')) };
}

function requestOf(method: string | undefined, origin: string | undefined, path = '/'): RequestFacts | undefined {
  const [, scheme, host, port] = /^([a-z]+):\/\/(\[[0-9a-f:.]+\]|[^:/]+)(?::([0-9]{1,5}))?$/.exec(origin ?? '') ?? [];
  if (method === undefined || scheme === undefined || host === undefined) return undefined;
  return { method, scheme, host, port: port === undefined ? undefined : Number(port), path, url: `${origin}${path}` };
}

function printableOrNone(text: string | undefined): string | undefined {
  return text === undefined ? undefined : printable(text);
}

function isFilled(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function numberOrNone(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
