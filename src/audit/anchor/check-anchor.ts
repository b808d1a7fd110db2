import { readdir } from 'node:fs/promises';
import { logKey, openCheckpoint, originOf, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { readChain } from '../record.ts';
import type { AuditStore } from '../store.ts';
import type { ChainFault } from '../verify/chain-report.ts';
import { readCopies, type AnchorCopies, type AnchorMeta } from './anchor-copies.ts';
import { openAnchor, type TrailAnchor } from './trail-anchor.ts';

export interface AnchorFacts {
  readonly store: AuditStore;
  readonly meta: AnchorMeta;
  /** Public half of `audit.key`; undefined where there is none. */
  readonly auditKey: Uint8Array | undefined;
  /** The folder of checkpoints that belongs to this installation alone. */
  readonly ownCheckpoints: string;
  /** The true owner's key, where it is known; else the one beside the vaults. */
  readonly owner?: Uint8Array | undefined;
}

/** Whether the trail, its key and its checkpoints are those of this installation. */
export type AnchorReport =
  | { readonly kind: 'anchored'; readonly anchor: TrailAnchor; readonly reached: SignedCheckpoint }
  /** No owner yet, or a folder of an earlier version that its owner has yet to open. */
  | { readonly kind: 'none'; readonly isEarlierFormat: boolean }
  | { readonly kind: 'broken'; readonly fault: ChainFault; readonly explanation: string };

/** Reads a few rows and files; the records themselves are for `verify`. */
export async function checkAnchor(facts: AnchorFacts): Promise<AnchorReport> {
  const copies = await readCopies(facts.meta, facts.store);
  const { outside, inside, owner, isEarlierFormat } = copies;
  const chain = await readChain(facts.store);
  const stray = await findStrayChain(facts.ownCheckpoints, chain, []);
  if (outside === undefined && inside === undefined && (owner === undefined || isEarlierFormat))
    return stray === undefined ? { kind: 'none', isEarlierFormat } : secondChain(stray);
  if (outside === undefined) return UNANCHORED;
  const anchor = openAnchor(outside, facts.owner ?? owner);
  if (anchor === undefined) return FORGED;
  return (await findFault(facts, copies, { anchor, chain })) ?? (await compareReached(facts, copies, anchor));
}

type Broken = Extract<AnchorReport, { kind: 'broken' }>;

async function findFault(
  { auditKey, ownCheckpoints }: AnchorFacts,
  { inside, outside }: AnchorCopies,
  { anchor, chain }: { readonly anchor: TrailAnchor; readonly chain: string | undefined },
): Promise<Broken | undefined> {
  if (chain === undefined) return broken('missing', 'the audit trail of this installation is gone');
  if (chain !== anchor.chain) return broken('replaced', 'this is not the audit trail of this installation');
  if (inside === undefined || outside === undefined || Buffer.compare(inside, outside) !== 0)
    return broken('replaced', 'the audit trail and the vaults do not belong to each other');
  if (auditKey === undefined) return broken('key_missing', 'audit.key, which signs this trail, is gone');
  if (Buffer.compare(auditKey, anchor.auditKey) !== 0)
    return broken('key_replaced', 'audit.key is not the key that signs this trail');
  const stray = await findStrayChain(ownCheckpoints, chain, anchor.earlier);
  return stray === undefined ? undefined : secondChain(stray);
}

async function compareReached({ store }: AnchorFacts, { reached }: AnchorCopies, anchor: TrailAnchor) {
  const checkpoint = openCheckpoint(reached ?? '', [logKey(anchor.chain, anchor.auditKey)]);
  if (checkpoint === undefined) return FORGED;
  const head = await store.head();
  if ((head?.seq ?? 0) < checkpoint.size)
    return broken('truncated', `the trail ends before record ${checkpoint.size}, up to which it was attested`);
  return { kind: 'anchored', anchor, reached: checkpoint } as const;
}

const UNANCHORED = broken('unanchored', 'nothing beside the vaults says that this is the trail of this installation');
const FORGED = broken('unanchored', 'what says which trail is this installation’s is not signed by its owner');

function secondChain(name: string): Broken {
  return broken('second_chain', `checkpoints of another trail are beside this one: ${name}`);
}

function broken(fault: ChainFault, explanation: string): Broken {
  return { kind: 'broken', fault, explanation };
}

// An installation has one trail. A folder of another chain among its own checkpoints is what is left of the true one.
async function findStrayChain(
  folder: string,
  chain: string | undefined,
  earlier: readonly string[],
): Promise<string | undefined> {
  const entries = await readdir(folder).catch(() => []);
  const known = [...earlier, ...(chain === undefined ? [] : [chain])].map(folderName);
  return entries.find((name) => name.startsWith(folderName('')) && !known.includes(name));
}

function folderName(chain: string): string {
  return originOf(chain).replaceAll('/', '_');
}
