import { readRecord } from '../record.ts';
import { furthest } from '../retention/find-anchor.ts';
import { readPruneRecord } from '../retention/prune-record.ts';
import { EMPTY_TREE, type TreeState } from '../tree/tree-state.ts';
import type { ChainReport } from './chain-report.ts';
import { anotherTrail, createTrailVerifier, isKeyOf, keysOrNone, type Evidence } from './trail-verifier.ts';

/** Lines of an export, from the first; called twice where the export begins after record 1. */
export type OpenLines = () => AsyncIterable<string> | Iterable<string>;

const PRUNE_MARK = '"type":"audit.pruned"';

/**
 * Verify an export (one record as it was written on each line) without the store it came from: against itself, the log's public
 * key, and checkpoints stored elsewhere.
 *
 * An export that begins later than record 1 is whole only where a signed record in it says that the part before was
 * pruned. Throws `AUDIT_BROKEN` when a checkpoint given is not signed by a key given.
 */
export async function verifyExport(openLines: OpenLines, evidence: Evidence): Promise<ChainReport> {
  const chain = await readFirstChain(openLines);
  if (chain !== undefined && evidence.keys?.every((key) => isKeyOf(chain, key)) === false) return anotherTrail();
  const base = (await findBaseInLines(openLines, evidence)) ?? EMPTY_TREE;
  const verifier = createTrailVerifier(evidence, base);
  // A blank line is no record, and an export has nothing else.
  for await (const record of openLines()) verifier.add({ record });
  return verifier.finish();
}

async function readFirstChain(openLines: OpenLines): Promise<string | undefined> {
  for await (const line of openLines()) {
    const record = readRecord(line);
    if (record !== undefined) return record.chain;
  }
  return undefined;
}

async function findBaseInLines(openLines: OpenLines, evidence: Evidence): Promise<TreeState | undefined> {
  const bases: (TreeState | undefined)[] = [];
  let first: number | undefined;
  for await (const line of openLines()) {
    first ??= readRecord(line)?.seq;
    if (first === 1) return undefined;
    const record = line.includes(PRUNE_MARK) ? readRecord(line) : undefined;
    if (record !== undefined) bases.push(readPruneRecord(record, keysOrNone(evidence)));
  }
  return furthest(bases);
}
