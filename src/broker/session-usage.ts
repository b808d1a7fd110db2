import type { AuditEvent, AuditTrail } from '../audit/index.ts';
import { BoundedMap, type Clock } from '../core/index.ts';

// A server for many sees sessions come and go: the one unused for longest is forgotten first.
const MAX_SESSIONS = 1_024;
const MAX_ITEMS = 256;

export interface ItemUse {
  readonly vault: string;
  readonly title: string;
  readonly calls: number;
  /** Milliseconds since the epoch. */
  readonly lastAt: number;
}

/** What one agent did over one connection. */
export interface SessionUse {
  readonly since: number;
  readonly answered: number;
  readonly refused: number;
  readonly failed: number;
  readonly items: readonly ItemUse[];
}

export interface SessionKey {
  readonly connectionId: string;
  readonly agentId: string;
}

/** Counts what sessions use, from the records about it: what is not recorded is not counted. */
export interface SessionUsage {
  /** The trail, counted as it is written. */
  readonly trail: AuditTrail;
  of(key: SessionKey): SessionUse | undefined;
}

export function createSessionUsage({ trail, clock }: { trail: AuditTrail; clock: Clock }): SessionUsage {
  const sessions = new BoundedMap<string, SessionUse>(MAX_SESSIONS);
  const count = (event: AuditEvent, now: number): void => {
    const key = keyOf(event);
    if (key === undefined) return;
    const before = sessions.get(key) ?? { since: now, answered: 0, refused: 0, failed: 0, items: [] };
    sessions.set(key, counted(before, event, now));
  };
  return {
    trail: {
      ...trail,
      async record(event) {
        const head = await trail.record(event);
        count(event, clock.now());
        return head;
      },
      async recordWithin(event, limits) {
        const recorded = await trail.recordWithin(event, limits);
        if (recorded.kind === 'recorded') count(event, clock.now());
        return recorded;
      },
    },
    of: (key) => sessions.get(joined(key)),
  };
}

// Two agents may come over one connection, through a proxy: neither sees what the other used.
function joined({ connectionId, agentId }: SessionKey): string {
  return `${connectionId} ${agentId}`;
}

function keyOf({ agent, session }: AuditEvent): string | undefined {
  const { connection_id: connectionId } = session;
  return agent === undefined || typeof connectionId !== 'string'
    ? undefined
    : joined({ connectionId, agentId: agent.id });
}

function counted(before: SessionUse, { type, outcome, item, vault }: AuditEvent, now: number): SessionUse {
  if (type === 'call.denied') return { ...before, refused: before.refused + 1 };
  if (type !== 'call.outcome') return before;
  const use = outcome?.result === 'ok' ? { answered: before.answered + 1 } : ({ failed: before.failed + 1 } as const);
  if (item === undefined || vault === undefined) return { ...before, ...use };
  return { ...before, ...use, items: usedOnceMore(before.items, { vault: vault.name, title: item.title, now }) };
}

function usedOnceMore(
  items: readonly ItemUse[],
  { vault = '', title = '', now }: { vault?: string | undefined; title?: string | undefined; now: number },
): readonly ItemUse[] {
  const known = items.find((item) => item.vault === vault && item.title === title);
  const others = items.filter((item) => item !== known);
  return [{ vault, title, calls: (known?.calls ?? 0) + 1, lastAt: now }, ...others].slice(0, MAX_ITEMS);
}
