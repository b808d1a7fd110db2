import { KeywardError, newId, type Clock, type Logger, type Random } from '../core/index.ts';
import type { ChainReport } from './verify/chain-report.ts';
import { createChainWriter, type WantedLine, type Written } from './chain-writer.ts';
import { isIntent } from './event-types.ts';
import type { AuditEvent } from './event.ts';
import { createGroupCommit } from './group-commit.ts';
import { textAt } from './json-access.ts';
import type { ListFilter } from './list-filter.ts';
import { listRecords, readSince } from './list-records.ts';
import type { AuditRecord } from './record.ts';
import { prepareLine } from './record-line.ts';
import { recoverOpenIntents } from './recover-open-intents.ts';
import type { AuditHead, AuditStore, ReachedLimit, UsageLimits } from './store.ts';
import { systemProcesses } from './system-processes.ts';
import type { Evidence } from './verify/trail-verifier.ts';
import { verifyTrail } from './verify/verify-trail.ts';
import type { ProcessProbe } from './writer.ts';

const OPEN_INTENT_LIMIT_MS = 3_600_000;
const MAX_ABANDONED = 10_000;
const MAX_CALL_RECORDS = 1_000;

export interface AuditTrailDeps {
  readonly store: AuditStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Asked before each record; what it throws is why nothing can be recorded. Default: everything can. */
  readonly guard?: (type: unknown) => Promise<void> | undefined;
  /** Default: the processes of this machine. */
  readonly processes?: ProcessProbe;
  /** Age at which an intent counts as lost when it is unknown whether its process lives. Default one hour. */
  readonly openIntentLimitMs?: number;
}

/** `locks` where the record took the last of the reflections. */
export type RecordedWithin =
  | { readonly kind: 'recorded'; readonly head: AuditHead; readonly locks: boolean }
  | { readonly kind: 'over'; readonly limit: ReachedLimit };

/** Records of one commit; the last of them is what `limits` are about. */
export interface AuditBatch {
  readonly before?: readonly AuditEvent[] | undefined;
  readonly event: AuditEvent;
  readonly limits?: UsageLimits | undefined;
}

export interface AuditTrail {
  /**
   * Write one record; resolves when it is durable, with its position in the chain. Calls are written in
   * the order they were made, and concurrent ones share a commit.
   *
   * Rejects with `AUDIT_UNWRITABLE`, and then whatever the record was to precede must not happen. The
   * next call tries anew.
   */
  record(event: AuditEvent): Promise<AuditHead>;
  /**
   * The same, unless what `limits` names is used up, over all processes: then nothing is written. What the record uses
   * is taken in its commit.
   */
  recordWithin(event: AuditEvent, limits: UsageLimits): Promise<RecordedWithin>;
  /**
   * The same for several at once, all or none, by way of another store on the same file: `append` makes a change of its own
   * in the transaction that writes them. Undefined where it made none, and then nothing is written. `limits` are judged
   * once. Throws what `append` throws.
   */
  recordThrough(append: AuditStore['append'], events: AuditBatch): Promise<RecordedWithin | undefined>;
  /** Close what crashed processes left open, as `unknown`. Call at start; answers how many. */
  recoverOpenIntents(): Promise<number>;
  /**
   * Walk the whole chain. `expected` is a head stored outside, `evidence` keys and checkpoints; without any of these a
   * cut-off end cannot be seen. Throws `AUDIT_BROKEN` when a checkpoint given is not signed by a key given.
   */
  verify(expected?: AuditHead, evidence?: Evidence): Promise<ChainReport>;
  /** Newest first. */
  list(filter?: ListFilter): Promise<readonly AuditRecord[]>;
  /** The records of one call or change, in the order they were written. */
  call(callId: string): Promise<readonly AuditRecord[]>;
  /**
   * What was written after record `seq`, in order, and how far it was read: call again with that to follow the trail.
   * One page at a time; `limit` and `after` of the filter do not count.
   */
  readSince(
    seq: number,
    filter?: ListFilter,
  ): Promise<{ readonly records: readonly AuditRecord[]; readonly seq: number }>;
  /** Resolves when everything recorded so far is settled. Does not close the store. */
  close(): Promise<void>;
}

/** The one way to write and read the audit trail. */
export function createAuditTrail(deps: AuditTrailDeps): AuditTrail {
  const { store, clock, random } = deps;
  const processes = deps.processes ?? systemProcesses();
  const writer = { id: newId(random), ...processes.self };
  const abandoned = new Set<string>();
  const chain = createChainWriter({ store, random });
  const commits = createGroupCommit((lines: readonly WantedLine[]) => chain.append(lines));
  const openIntentLimitMs = deps.openIntentLimitMs ?? OPEN_INTENT_LIMIT_MS;

  const lineOf = (event: AuditEvent) => {
    const known = { ...event, call_id: event.call_id ?? newId(random), grant_id: event.grant_id ?? noGrant(event) };
    return prepareLine(known, clock.now(), isIntent(event.type) ? writer : undefined);
  };

  async function write(event: AuditEvent, limits?: UsageLimits): Promise<Written> {
    await deps.guard?.(event.type);
    const line = lineOf(event);
    try {
      return await commits.add({ line, limits });
    } catch (cause) {
      if (event.call_id !== undefined && abandoned.size < MAX_ABANDONED) abandoned.add(event.call_id);
      throw new KeywardError('AUDIT_UNWRITABLE', 'the audit trail cannot be written', { cause });
    }
  }

  return {
    async record(event) {
      const written = await write(event);
      if (written.kind === 'written') return headOf(written.row);
      throw new TypeError('a record without limits is written');
    },
    async recordWithin(event, limits) {
      const written = await write(event, limits);
      return recordedOf(written);
    },
    async recordThrough(append, { before = [], event, limits }) {
      await deps.guard?.(event.type);
      const wanted = { line: lineOf(event), before: before.map(lineOf), limits };
      const [written] = (await chain.appendThrough(append, [wanted])) ?? [];
      return written && recordedOf(written);
    },
    recoverOpenIntents: () =>
      recoverOpenIntents({ ...deps, chain, processes, openIntentLimitMs, ownWriterId: writer.id, abandoned }),
    verify: (expected, evidence = {}) =>
      verifyTrail(store, expected === undefined ? evidence : { ...evidence, expected }),
    list: (filter = {}) => listRecords(store, filter),
    call: async (callId) =>
      (await listRecords(store, { callId, limit: MAX_CALL_RECORDS })).toSorted((a, b) => a.seq - b.seq),
    readSince: (seq, filter = {}) => readSince(store, seq, filter),
    close: () => commits.drained(),
  };
}

function recordedOf(written: Written): RecordedWithin {
  return written.kind === 'over' ? written : { kind: 'recorded', head: headOf(written.row), locks: written.locks };
}

function headOf({ seq, hash }: AuditHead): AuditHead {
  return { seq, hash };
}

// On every row, so that a reader need not guess what its absence means.
function noGrant({ session }: AuditEvent): string {
  return textAt(session, 'principal', 'kind') === 'owner' ? 'owner' : 'none';
}
