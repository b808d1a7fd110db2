import { KeywardError } from '../../core/index.ts';
import { readCheckpointRecord } from '../checkpoint/checkpoint-record.ts';
import { openCheckpoint, originOf, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { witnessesOf } from '../checkpoint/cosignature.ts';
import type { VerifierKey } from '../checkpoint/verifier-key.ts';
import { readRecord } from '../record.ts';
import type { AuditHead } from '../store.ts';
import { extendFrontier, frontierRoot } from '../tree/frontier.ts';
import { createLeafQueue } from '../tree/leaf-queue.ts';
import { leafHash, sameHash } from '../tree/tree-hash.ts';
import { EMPTY_TREE, type TreeState } from '../tree/tree-state.ts';
import type { ChainReport, WitnessedUpTo } from './chain-report.ts';
import { createChainWalk, type ChainEntry } from './chain-walk.ts';
import type { NamedFault } from './classify-fault.ts';
import { createRecentHashes } from './recent-hashes.ts';

/** What was stored outside the trail, against which it is held. */
export interface Evidence {
  /** Keys of the log and of its witnesses. Without the log's key no checkpoint counts; a witness must have co-signed one. */
  readonly keys?: readonly VerifierKey[];
  /** Checkpoints stored outside, as text. Those in the trail itself are checked in any case. */
  readonly notes?: readonly string[];
  readonly expected?: AuditHead | undefined;
}

export interface TrailVerifier {
  add(entry: ChainEntry): void;
  finish(): ChainReport;
}

const CHECKPOINT_MARK = '"type":"audit.checkpoint"';

/**
 * Judges records in order against the chain itself and against signed checkpoints, those stored outside and those in
 * the trail. `base` is where a pruned trail begins.
 *
 * Throws `AUDIT_BROKEN` when a checkpoint given is not signed by a key given: then it is no evidence.
 */
export function createTrailVerifier(evidence: Evidence, base: TreeState = EMPTY_TREE): TrailVerifier {
  const keys = evidence.keys ?? [];
  const outside = (evidence.notes ?? []).map((note) => openOrThrow(note, keys));
  const start = { seq: base.frontier.size + 1, prev: base.lastHash };
  const walk = createChainWalk({ start, expected: evidence.expected });
  let { frontier } = base;
  const leaves = createLeafQueue();
  const hashes = createRecentHashes(base.lastHash);
  let attested: SignedCheckpoint | undefined;
  let fault: NamedFault | undefined;
  let last = base.frontier.size;
  const witnessed = new Map<string, WitnessedUpTo>();

  function check(checkpoint: SignedCheckpoint): void {
    const { size, root } = checkpoint;
    if (fault !== undefined || size < frontier.size || size > frontier.size + leaves.count()) return;
    const grown = extendFrontier(frontier, leaves.first(size - frontier.size));
    if (!sameHash(frontierRoot(grown), root)) {
      fault = notAttested(frontier.size + 1, size);
      return;
    }
    leaves.drop(size - frontier.size);
    hashes.attest(size - frontier.size);
    frontier = grown;
    attested = checkpoint;
    for (const { name, atSeconds } of witnessesOf(checkpoint.note, keys))
      witnessed.set(name, { name, size, atSeconds });
  }

  function add(entry: ChainEntry): void {
    const hash = walk.add(entry);
    last += 1;
    // Without a key no checkpoint counts, and nothing but a checkpoint needs the tree.
    if (keys.length === 0) return;
    leaves.push(leafHash(entry.record));
    hashes.push(hash);
    for (const checkpoint of outside) if (checkpoint.size === last) check(checkpoint);
    if (entry.record.includes(CHECKPOINT_MARK)) fault ??= checkInside(entry.record);
  }

  function checkInside(text: string): NamedFault | undefined {
    const recorded = readInside(text, keys);
    if (typeof recorded !== 'object') return recorded === undefined ? undefined : notSigned(last);
    const { checkpoint, tree } = recorded;
    const isTrue = checkpoint.size < last && hashes.isHashAt(checkpoint.size - frontier.size, tree.lastHash);
    if (isTrue) check(checkpoint);
    return isTrue ? fault : notTrue(last);
  }

  function finish(): ChainReport {
    const report = walk.finish();
    const missing = outside.find(({ size }) => size > last);
    const worse =
      report.kind === 'broken' && report.fault !== 'truncated' ? undefined : (fault ?? cutOff(last, missing));
    if (worse !== undefined) return { kind: 'broken', good: attested?.size ?? base.frontier.size, ...worse };
    if (report.kind === 'broken') return report;
    const unseen = findUnseen(keys, witnessed);
    if (unseen !== undefined) return { kind: 'broken', good: report.records, ...notWitnessed(unseen, report.first) };
    const reach = Math.max(attested?.size ?? 0, evidence.expected?.seq ?? 0);
    return { ...report, attested: reach, witnesses: [...witnessed.values()] };
  }

  return { add, finish };
}

function readInside(text: string, keys: readonly VerifierKey[]) {
  const record = readRecord(text);
  return record?.type === 'audit.checkpoint' ? (readCheckpointRecord(record, keys) ?? 'not signed') : undefined;
}

function findUnseen(keys: readonly VerifierKey[], witnessed: ReadonlyMap<string, WitnessedUpTo>) {
  return keys.find(({ kind, name }) => kind === 'witness' && !witnessed.has(name));
}

/** The keys to check against; undefined when there are none, and then nothing that is signed can be checked. */
export function keysOrNone({ keys }: Evidence): readonly VerifierKey[] | undefined {
  return keys === undefined || keys.length === 0 ? undefined : keys;
}

/** Whether a key is about this chain at all. */
export function isKeyOf(chain: string, { kind, name }: VerifierKey): boolean {
  return kind === 'witness' || name === originOf(chain);
}

/** What to say of a trail that none of the keys given is about. */
export function anotherTrail(): ChainReport {
  const explanation = 'this is another trail than the one the key belongs to';
  return { kind: 'broken', fault: 'rolled_back', seq: 1, good: 0, explanation };
}

function openOrThrow(note: string, keys: readonly VerifierKey[]): SignedCheckpoint {
  const checkpoint = openCheckpoint(note, keys);
  if (checkpoint === undefined) {
    throw new KeywardError('AUDIT_BROKEN', 'a checkpoint that was given is not signed by a key that was given');
  }
  return checkpoint;
}

function notAttested(from: number, size: number): NamedFault {
  if (from === size)
    return { fault: 'edited', seq: size, explanation: `record ${size} is not the one that was attested` };
  const explanation = `records ${from} to ${size} are not those that were attested: the trail was put back or written anew`;
  return { fault: 'rolled_back', seq: from, explanation };
}

function notSigned(seq: number): NamedFault {
  return {
    fault: 'edited',
    seq,
    explanation: `the checkpoint in record ${seq} is not signed by the key of this trail`,
  };
}

function notTrue(seq: number): NamedFault {
  const explanation = `the checkpoint in record ${seq} says something else than the records it speaks of`;
  return { fault: 'edited', seq, explanation };
}

function notWitnessed({ name }: VerifierKey, seq: number): NamedFault {
  return { fault: 'unwitnessed', seq, explanation: `no checkpoint that fits these records was co-signed by ${name}` };
}

function cutOff(last: number, missing: SignedCheckpoint | undefined): NamedFault | undefined {
  if (missing === undefined) return undefined;
  const explanation = `records ${last + 1} to ${missing.size} are missing from the end`;
  return { fault: 'truncated', seq: last + 1, explanation };
}
