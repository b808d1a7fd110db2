import type { Clock } from '../../core/index.ts';
import { EMPTY_ROOT, sameHash, type TreeHash } from '../tree/tree-hash.ts';
import { verifyConsistency } from '../tree/verify-proof.ts';
import { openCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { cosign, type WitnessIdentity } from './cosignature.ts';
import { formatSignature, fromBase64 } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

const MAX_PROOF_LINES = 63;
const MAX_BODY_CHARS = 200_000;

/** What a witness remembers: of each trail, the last checkpoint it co-signed. */
export interface WitnessMemory {
  load(origin: string): Promise<{ readonly size: number; readonly root: TreeHash } | undefined>;
  /** Resolves when it is durable. */
  save(checkpoint: SignedCheckpoint): Promise<void>;
}

export interface WitnessDeps {
  readonly identity: WitnessIdentity;
  /** The trails it witnesses. */
  readonly logs: readonly VerifierKey[];
  readonly memory: WitnessMemory;
  readonly clock: Clock;
}

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
}

/**
 * A witness (c2sp.org/tlog-witness): co-signs a checkpoint when it continues the last one it co-signed. Give it the body of
 * a POST to `add-checkpoint`, send back what it answers. It never sees a record.
 */
export function createWitness(deps: WitnessDeps): { addCheckpoint(body: string): Promise<WitnessAnswer> } {
  // One at a time: between looking up the last checkpoint and keeping the next, no other may be stored.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    addCheckpoint(body) {
      const answer = turn.then(() => judge(deps, body));
      turn = answer.catch(() => undefined);
      return answer;
    },
  };
}

interface Submission {
  readonly oldSize: number;
  readonly proof: readonly TreeHash[];
  readonly note: string;
  readonly origin: string;
}

async function judge(deps: WitnessDeps, body: string): Promise<WitnessAnswer> {
  const submission = parseSubmission(body);
  if (submission === undefined) return refuse(400, 'malformed request');
  const { oldSize, note, origin } = submission;
  if (!deps.logs.some(({ name }) => name === origin)) return refuse(404, 'unknown log');
  const checkpoint = openCheckpoint(note, deps.logs);
  if (checkpoint === undefined) return refuse(403, 'no valid signature of the log');
  if (oldSize > checkpoint.size) return refuse(400, 'the old size is above the new one');
  const last = await deps.memory.load(origin);
  if ((last?.size ?? 0) !== oldSize) {
    return { status: 409, contentType: 'text/x.tlog.size', body: `${last?.size ?? 0}\n` };
  }
  const verdict = compare(submission, checkpoint, last?.root ?? EMPTY_ROOT);
  if (verdict !== 'consistent') return verdict;
  await deps.memory.save(checkpoint);
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const line = formatSignature(cosign(text, Math.floor(deps.clock.now() / 1000), deps.identity));
  return { status: 200, contentType: 'text/plain; charset=utf-8', body: line };
}

function compare(
  { oldSize, proof }: Submission,
  { size, root }: SignedCheckpoint,
  oldRoot: TreeHash,
): WitnessAnswer | 'consistent' {
  if (oldSize === 0) return proof.length === 0 ? 'consistent' : refuse(422, 'nothing needs no proof');
  if (oldSize === size && !sameHash(oldRoot, root)) return refuse(409, 'another root at the same size');
  const isConsistent = verifyConsistency({ oldSize, oldRoot, size, root, proof });
  return isConsistent ? 'consistent' : refuse(422, 'the consistency proof does not verify');
}

function parseSubmission(body: string): Submission | undefined {
  const end = body.indexOf('\n\n');
  if (end < 0 || body.length > MAX_BODY_CHARS) return undefined;
  const [first = '', ...lines] = body.slice(0, end).split('\n');
  const digits = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1];
  const proof = lines.map(fromBase64).filter((hash) => hash?.byteLength === EMPTY_ROOT.byteLength);
  if (digits === undefined || lines.length > MAX_PROOF_LINES || proof.length !== lines.length) return undefined;
  const note = body.slice(end + 2);
  return {
    oldSize: Number(digits),
    proof: proof.filter((hash) => hash !== undefined),
    note,
    origin: note.split('\n')[0] ?? '',
  };
}

function refuse(status: 400 | 403 | 404 | 409 | 422, why: string): WitnessAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${why}\n` };
}
