import { isKeywardError, KeywardError, type Logger } from '../../core/index.ts';
import { readRecord } from '../record.ts';
import type { AuditStore } from '../store.ts';
import { consistencyProof, rangeHashOf, rangeHashSince } from '../tree/prove.ts';
import type { TreeHash } from '../tree/tree-hash.ts';
import { readLeaves } from '../tree/tree-state.ts';
import type { AuditKey } from './audit-key.ts';
import { readCheckpointRecord } from './checkpoint-record.ts';
import { logKey, type SignedCheckpoint } from './checkpoint.ts';
import { witnessesOf } from './cosignature.ts';
import type { HttpAnswer, Post } from './target.ts';
import { TARGET_TIMEOUT_MS } from './publisher.ts';
import { formatSignature, parseSignatures, toBase64 } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';
import { within } from '../../core/index.ts';

const OK = 200;
const CONFLICT = 409;
const NOT_CONSISTENT = 422;
const MAX_CHECKPOINTS = 10_000;

/** A service on another machine that co-signs checkpoints after checking that each continues the one before. */
export interface Witness {
  readonly key: VerifierKey;
  /** `add-checkpoint` of c2sp.org/tlog-witness. */
  addCheckpoint(body: string, signal?: AbortSignal): Promise<HttpAnswer>;
}

/** A witness behind an HTTP address, its submission prefix. */
export function httpWitness(key: VerifierKey, url: string, post: Post): Witness {
  const target = `${url.replace(/\/+$/, '')}/add-checkpoint`;
  const contentType = 'text/plain; charset=utf-8';
  return { key, addCheckpoint: (body, signal) => post({ url: target, contentType, body, signal }) };
}

export interface CosigningDeps {
  readonly store: AuditStore;
  readonly key: AuditKey;
  readonly logger: Logger;
  readonly witnesses?: readonly Witness[];
  /** How long one witness may take. Default ten seconds. */
  readonly targetTimeoutMs?: number;
  readonly stop?: AbortSignal;
  readonly chain: string;
  readonly checkpoint: SignedCheckpoint;
}

/** What came of asking one witness: its line, or the code that it failed with. */
export interface WitnessAnswered {
  readonly name: string;
  readonly line: string;
  readonly code: string | undefined;
}

export interface Cosigned {
  readonly checkpoint: SignedCheckpoint;
  readonly answers: readonly WitnessAnswered[];
}

/** The checkpoint with a line of every witness that answered. One that does not answer in time is left out, and logged. */
export async function cosignByAll(deps: CosigningDeps): Promise<Cosigned> {
  const answers = await Promise.all((deps.witnesses ?? []).map((witness) => lineOf(witness, deps)));
  const note = deps.checkpoint.note + answers.map(({ line }) => line).join('');
  return { checkpoint: { ...deps.checkpoint, note }, answers };
}

async function lineOf(witness: Witness, deps: CosigningDeps): Promise<WitnessAnswered> {
  const { name } = witness.key;
  try {
    const limits = { timeoutMs: deps.targetTimeoutMs ?? TARGET_TIMEOUT_MS, stop: deps.stop };
    const line = await within(limits, (signal) => askWitness(witness, deps, signal));
    return { name, line, code: undefined };
  } catch (error) {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    deps.logger.warn({ witness: witness.key.name, code }, 'a witness did not co-sign the checkpoint');
    return { name, line: '', code };
  }
}

// A witness knows its own last size best: ask from zero, and again from what it answers.
async function askWitness(witness: Witness, deps: CosigningDeps, signal: AbortSignal): Promise<string> {
  const { checkpoint } = deps;
  const first = await witness.addCheckpoint(requestBody(0, [], checkpoint.note), signal);
  if (first.status !== CONFLICT) return acceptLines(witness, first, checkpoint);
  const oldSize = Number(/^(0|[1-9][0-9]{0,15})\n$/.exec(first.body)?.[1] ?? Number.NaN);
  if (!(oldSize <= checkpoint.size)) {
    throw new KeywardError('AUDIT_BROKEN', 'the witness has seen more of the trail than there is');
  }
  const proof = await proveFrom(oldSize, deps);
  const second = await witness.addCheckpoint(requestBody(oldSize, proof, checkpoint.note), signal);
  if (second.status === NOT_CONSISTENT)
    throw new KeywardError('AUDIT_BROKEN', 'what the witness has seen is not the past of this trail');
  return acceptLines(witness, second, checkpoint);
}

function requestBody(oldSize: number, proof: readonly TreeHash[], note: string): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
}

// What comes back is kept only where it is this witness's true signature.
function acceptLines({ key }: Witness, { status, body }: HttpAnswer, { note }: SignedCheckpoint): string {
  if (status === CONFLICT) throw new KeywardError('AUDIT_BROKEN', 'the witness has seen another trail');
  const lines = status === OK ? (parseSignatures(body) ?? []) : [];
  const own = lines.filter(({ name }) => name === key.name).map(formatSignature);
  const line = own.find((candidate) => witnessesOf(note + candidate, [key]).length > 0);
  if (line === undefined)
    throw new KeywardError('OUTBOUND_RESPONSE_INVALID', 'the witness gave no signature of its own');
  return line;
}

async function proveFrom(oldSize: number, deps: CosigningDeps): Promise<readonly TreeHash[]> {
  const { size } = deps.checkpoint;
  const frontier = await findFrontier(oldSize, deps);
  if (frontier === undefined) {
    const all = await readLeaves(deps.store, 1, size);
    // Records that were taken away prove nothing: that is no contradiction.
    if (all.length < size)
      throw new KeywardError('AUDIT_NOT_FOUND', 'the trail no longer holds the records that prove the checkpoint');
    return consistencyProof(oldSize, size, rangeHashOf(all));
  }
  const later = await readLeaves(deps.store, oldSize + 1, size);
  return consistencyProof(oldSize, size, rangeHashSince(frontier, later));
}

async function findFrontier(size: number, { store, key, chain }: CosigningDeps) {
  const keys = [logKey(chain, key.publicKey)];
  for (const row of await store.find({
    type: 'audit.checkpoint',
    limit: MAX_CHECKPOINTS,
    containing: `"size":${size}}`,
  })) {
    const record = readRecord(row.record);
    const found = record === undefined ? undefined : readCheckpointRecord(record, keys);
    if (found?.checkpoint.size === size) return found.tree.frontier;
  }
  return undefined;
}
