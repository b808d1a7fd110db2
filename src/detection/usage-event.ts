import type { EventType } from '../audit/index.ts';
import { textAt, valueAt } from '../audit/index.ts';
import type { AuditRecord } from '../audit/index.ts';
import { pathShape } from './path-shape.ts';

/** Records of an agent that uses a credential. */
export const USE_TYPES = ['call.intent', 'item.resolved', 'run.started'] as const satisfies readonly EventType[];

/** What of a record the baselines are made of. */
export interface UsageEvent {
  /** `looked`: it asked about a call without making it. */
  readonly kind: 'use' | 'denied' | 'redacted' | 'looked';
  readonly atMs: number;
  readonly agentId: string;
  readonly agentName: string;
  readonly itemId: string | undefined;
  readonly itemTitle: string | undefined;
  /** Marked by the owner as a decoy. */
  readonly isDecoy: boolean;
  readonly host: string | undefined;
  /** Method and path with what varies from call to call taken out. */
  readonly shape: string | undefined;
  /** Name the client claims. */
  readonly client: string | undefined;
}

/** Read a record as an event of some agent. Undefined for everything that says nothing about how an agent behaves. */
export function usageEvent(record: AuditRecord): UsageEvent | undefined {
  const kind = kindOf(record);
  const agentId = textAt(record, 'agent', 'id') ?? textAt(record, 'session', 'principal', 'id');
  if (kind === undefined || agentId === undefined) return undefined;
  const method = textAt(record, 'request', 'method');
  const path = textAt(record, 'request', 'path');
  return {
    kind,
    atMs: Date.parse(record.at),
    agentId,
    agentName: textAt(record, 'agent', 'name') ?? textAt(record, 'session', 'principal', 'name') ?? agentId,
    itemId: textAt(record, 'item', 'id'),
    itemTitle: textAt(record, 'item', 'title'),
    isDecoy: valueAt(record, 'item', 'honey') === true,
    host: textAt(record, 'request', 'origin')?.replace(/^[a-z]+:\/\//, ''),
    shape: method === undefined || path === undefined ? undefined : `${method} ${pathShape(path)}`,
    client: textAt(record, 'session', 'client', 'name'),
  };
}

function kindOf(record: AuditRecord): UsageEvent['kind'] | undefined {
  const { type } = record;
  if (isUse(type)) return 'use';
  if (type === 'call.denied' || textAt(record, 'outcome', 'result') === 'denied') return 'denied';
  if (type === 'request.explained') return 'looked';
  return type === 'call.outcome' && valueAt(record, 'outcome', 'redacted') === true ? 'redacted' : undefined;
}

function isUse(type: EventType): boolean {
  return USE_TYPES.some((use) => use === type);
}
