import { isKeywardError, KeywardError, type Clock, type RecordedSession, type Logger } from '../../core/index.ts';
import type { AuditTrail } from '../create-audit-trail.ts';
import { readChain, readRecord } from '../record.ts';
import { furthest } from '../retention/find-anchor.ts';
import { unlessPruned } from '../retention/require-unpruned.ts';
import type { AuditStore } from '../store.ts';
import { frontierRoot } from '../tree/frontier.ts';
import { EMPTY_TREE, growTree } from '../tree/tree-state.ts';
import type { AuditKey } from './audit-key.ts';
import { checkpointDetail, claimedSize, readCheckpointRecord, type RecordedCheckpoint } from './checkpoint-record.ts';
import { logKey, originOf, signCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import type { CheckpointTarget } from './target.ts';
import type { TargetStates } from './target-state.ts';
import { createPublisher } from './publisher.ts';
import { trailHistory } from './trail-history.ts';
import { cosignByAll, type Witness } from './witness-client.ts';
import { noteWitnesses } from './witness-states.ts';

const EVERY_RECORDS = 1_000;
const EVERY_MS = 60_000;
const RECENT_CHECKPOINTS = 20;

export interface CheckpointerDeps {
  readonly store: AuditStore;
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly key: AuditKey;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Session context for the records the checkpointer writes. */
  readonly session: RecordedSession;
  /** Where checkpoints go, so that a person who can change the trail cannot change all of them. */
  readonly targets?: readonly CheckpointTarget[];
  readonly witnesses?: readonly Witness[];
  /** Remembers how far each target has come. Default: forgotten when the process ends. */
  readonly targetStates?: TargetStates;
  /** How long one target or witness may take. Default ten seconds. */
  readonly targetTimeoutMs?: number;
  /** Aborted when the process ends: what is still being sent is given up. */
  readonly stop?: AbortSignal;
  /** Called with each checkpoint that was recorded, before it is carried outside. */
  readonly onMade?: (checkpoint: SignedCheckpoint) => Promise<void>;
  readonly everyRecords?: number;
  readonly everyMs?: number;
}

export interface Checkpointer {
  /** Make a checkpoint if one is due, and publish what is not published everywhere. Never throws: failures are logged. */
  tick(): Promise<void>;
  /**
   * Make a checkpoint now; the last one where nothing was recorded since. Undefined for an empty trail. Throws
   * `AUDIT_BROKEN` when the records do not fit together, and what `record` throws.
   */
  checkpoint(): Promise<SignedCheckpoint | undefined>;
}

/** Signs, every so many records or so much time, how far the trail has come and what it holds up to there. */
export function createCheckpointer(deps: CheckpointerDeps): Checkpointer {
  const { store, clock, logger } = deps;
  const publisher = createPublisher(deps);
  let latest: RecordedCheckpoint | undefined;
  let running: Promise<SignedCheckpoint | undefined> | undefined;
  let ticking: Promise<void> | undefined;
  const startedMs = clock.now();

  async function make(): Promise<SignedCheckpoint | undefined> {
    const head = await store.head();
    if (head === undefined) return undefined;
    const chain = await chainOf(store);
    latest = await findLatest(deps, chain, latest);
    if (latest === undefined || !(await isNothingNew(store, latest, head.seq)))
      latest = await signNew(deps, latest, { chain, head });
    await deps.onMade?.(latest.checkpoint);
    await publish(latest.checkpoint, chain);
    return latest.checkpoint;
  }

  async function publish(checkpoint: SignedCheckpoint, chain: string): Promise<void> {
    await publisher.publish(checkpoint, trailHistory(store, [logKey(chain, deps.key.publicKey)]));
  }

  async function turn(): Promise<void> {
    const head = await store.head();
    if (head === undefined) return;
    const chain = await chainOf(store);
    latest = await findLatest(deps, chain, latest);
    if (isDue(head.seq)) await checkpoint();
    else if (latest !== undefined) await publish(latest.checkpoint, chain);
  }

  function isDue(headSeq: number): boolean {
    const grown = headSeq - (latest?.checkpoint.size ?? 0);
    const ageMs = clock.now() - (latest?.atMs ?? startedMs);
    return grown >= (deps.everyRecords ?? EVERY_RECORDS) || ageMs >= (deps.everyMs ?? EVERY_MS);
  }

  const checkpoint = () => (running ??= make().finally(() => (running = undefined)));
  return {
    checkpoint,
    tick: () =>
      (ticking ??= turn()
        .catch((error: unknown) => {
          logger.error({ code: isKeywardError(error) ? error.code : 'INTERNAL' }, 'no checkpoint could be made');
        })
        .finally(() => (ticking = undefined))),
  };
}

interface Growth {
  readonly chain: string;
  readonly head: { readonly seq: number; readonly hash: string };
}

async function signNew(
  deps: CheckpointerDeps,
  latest: RecordedCheckpoint | undefined,
  { chain, head }: Growth,
): Promise<RecordedCheckpoint> {
  const keys = [logKey(chain, deps.key.publicKey)];
  const tree = await unlessPruned(deps.store, keys, async (pruned) =>
    growTree(deps.store, furthest([latest?.tree, pruned]) ?? EMPTY_TREE, head),
  );
  const plain = { origin: originOf(chain), size: head.seq, root: frontierRoot(tree.frontier) };
  const signed = signCheckpoint(plain, deps.key);
  const cosigned = await cosignByAll({ ...deps, chain, checkpoint: signed });
  const { checkpoint } = cosigned;
  const recorded = { checkpoint, tree, atMs: deps.clock.now() };
  await deps.trail.record({ type: 'audit.checkpoint', session: deps.session, detail: checkpointDetail(recorded) });
  await noteWitnesses(deps, cosigned);
  return recorded;
}

// What only the checkpointer itself has written is no reason for another checkpoint: an idle trail stays idle.
async function isNothingNew(store: AuditStore, latest: RecordedCheckpoint, headSeq: number): Promise<boolean> {
  const { size } = latest.checkpoint;
  if (headSeq - size > RECENT_CHECKPOINTS) return false;
  const rows = await store.read(size + 1, RECENT_CHECKPOINTS);
  return rows.every(({ type }) => type === 'audit.checkpoint');
}

// Another process may have made it. One that is not ours by signature is passed over: then the tree is built anew.
async function findLatest(
  { store, key }: CheckpointerDeps,
  chain: string,
  known: RecordedCheckpoint | undefined,
): Promise<RecordedCheckpoint | undefined> {
  const rows = await store.find({ type: 'audit.checkpoint', limit: RECENT_CHECKPOINTS });
  const records = rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
  const newer = records.filter((record) => claimedSize(record) > (known?.checkpoint.size ?? 0));
  for (const record of newer.toSorted((a, b) => claimedSize(b) - claimedSize(a))) {
    const found = readCheckpointRecord(record, [logKey(chain, key.publicKey)]);
    if (found !== undefined) return found;
  }
  return known;
}

async function chainOf(store: AuditStore): Promise<string> {
  const chain = await readChain(store);
  if (chain === undefined) throw new KeywardError('AUDIT_BROKEN', 'the first record of the audit trail cannot be read');
  return chain;
}
