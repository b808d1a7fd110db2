import type { ErrorCode } from '../core/index.ts';
import type { EventType } from '../audit/index.ts';
import { textAt, valueAt } from '../audit/index.ts';
import type { AuditRecord } from '../audit/index.ts';
import { networkOf } from './network-of.ts';
import { pathShape } from './path-shape.ts';

/** Records of an agent that uses a credential. */
export const USE_TYPES = ['call.intent', 'item.resolved', 'run.started'] as const satisfies readonly EventType[];

/** What of a record the baselines are made of. */
export interface UsageEvent {
  /**
   * `denied`: a destination it may not use. `missed`: an item that was named and not found, which is a slip more often
   * than a search. `barred`: it came from where it may not. `looked`: it asked without calling, or its call was refused
   * for another reason.
   */
  readonly kind: 'use' | 'denied' | 'missed' | 'barred' | 'redacted' | 'looked';
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
  /** The network a remote session came from. */
  readonly network: string | undefined;
}

// A mistake of form, a limit of the owner's or of ours, a throttle: none of these says where the agent wanted to go.
const DESTINATION_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'POLICY_ORIGIN_NOT_BOUND',
  'POLICY_PATH_NOT_ALLOWED',
  'POLICY_METHOD_NOT_ALLOWED',
  'VAULT_NOT_FOUND',
]);

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
    network: networkOf(textAt(record, 'session', 'remote', 'address')),
  };
}

function kindOf(record: AuditRecord): UsageEvent['kind'] | undefined {
  const { type } = record;
  // Asking is free, whatever the answer is.
  if (type === 'request.explained' || type === 'items.listed') return 'looked';
  if (type === 'call.denied' || textAt(record, 'outcome', 'result') === 'denied') return kindOfRefusal(record);
  if (isUse(type)) return 'use';
  return type === 'call.outcome' && valueAt(record, 'outcome', 'redacted') === true ? 'redacted' : undefined;
}

function kindOfRefusal(record: AuditRecord): UsageEvent['kind'] {
  const code = textAt(record, 'outcome', 'code');
  if (code === undefined || DESTINATION_CODES.has(code)) return 'denied';
  if (code === 'ITEM_NOT_FOUND') return valueAt(record, 'detail', 'outside_grants') === true ? 'denied' : 'missed';
  return code === 'IDENTITY_NOT_PERMITTED' ? 'barred' : 'looked';
}

function isUse(type: EventType): boolean {
  return USE_TYPES.some((use) => use === type);
}
