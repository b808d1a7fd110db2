import type { AuditHead, AuditQuery, AuditRow, AuditStore } from '../../src/audit/index.ts';
import { KeywardError } from '../../src/core/index.ts';

export interface MemoryStore extends AuditStore {
  /** The rows themselves, for a test to tamper with. */
  readonly rows: AuditRow[];
  /** How many durable commits there were. */
  appends(): number;
  /** From now on every append fails, until it is called with false. */
  fail(failing: boolean): void;
  /** Runs once, at the next append, before the lock is taken: what another process does meanwhile. */
  beforeNextAppend(work: () => Promise<void>): void;
}

/** The port in memory: one writer at a time, rows in order. */
export function createMemoryStore(rows: AuditRow[] = []): MemoryStore {
  let appends = 0;
  let failing = false;
  const leases = new Map<string, { holder: string; until: number }>();
  let anchor: Uint8Array | undefined;
  let before: (() => Promise<void>) | undefined;
  const head = (): AuditHead | undefined => {
    const last = rows.at(-1);
    return last === undefined ? undefined : { seq: last.seq, hash: last.hash };
  };
  return {
    rows,
    appends: () => appends,
    fail: (value) => (failing = value),
    beforeNextAppend: (work) => (before = work),
    async append(build) {
      const meanwhile = before;
      before = undefined;
      await meanwhile?.();
      await new Promise((resolve) => setImmediate(resolve));
      if (failing) throw new KeywardError('STORAGE_UNAVAILABLE', 'the disk is full');
      // It judges no limits: a record that has some is refused by the trail.
      const added = build(head(), []);
      if (added.length > 0) appends += 1;
      rows.push(...added);
    },
    head: async () => head(),
    read: async (from, limit) => rows.filter((row) => row.seq >= from).slice(0, limit),
    readEntries: async (from, limit) => rows.filter((row) => row.seq >= from).slice(0, limit),
    readLatest: async (limit) => rows.toReversed().slice(0, limit),
    find: async (query) =>
      rows
        .filter((row) => isFound(row, query))
        .toSorted(newestFirst)
        .slice(0, query.limit),
    prune: async (throughSeq, limit) => {
      const gone = rows.filter(({ seq }) => seq <= throughSeq).slice(0, limit);
      rows.splice(0, gone.length);
      return gone.length;
    },
    findOpenIntents: async (olderThan) => rows.filter((row) => row.at < olderThan && isOpen(row, rows)),
    claimLease: async ({ name, holder, nowMs, forMs }) => {
      const held = leases.get(name);
      const isFree = held === undefined || held.holder === holder || held.until <= nowMs || held.until > nowMs + forMs;
      if (isFree) leases.set(name, { holder, until: nowMs + forMs });
      return isFree;
    },
    releaseLease: async (name, holder) => {
      if (leases.get(name)?.holder === holder) leases.delete(name);
    },
    readAnchor: async () => anchor,
    writeAnchor: async (value) => void (anchor = value),
    close: async () => undefined,
  };
}

function isOpen(row: AuditRow, rows: readonly AuditRow[]): boolean {
  const closes = (other: AuditRow): boolean => other.callId === row.callId && !/\.(intent|attempt)$/.test(other.type);
  return row.type.endsWith('.intent') && !rows.some(closes);
}

function isFound(row: AuditRow, query: AuditQuery): boolean {
  const { since = -Infinity, until = Infinity, containing = '', after } = query;
  const same = (['type', 'callId', 'agentId', 'itemId', 'host', 'client', 'outcome'] as const).every(
    (column) => query[column] === undefined || query[column] === row[column],
  );
  const inTime = row.at >= since && row.at < until;
  return same && inTime && row.record.includes(containing) && (after === undefined || newestFirst(after, row) < 0);
}

function newestFirst(a: { at: number; seq: number }, b: { at: number; seq: number }): number {
  return b.at - a.at || b.seq - a.seq;
}
