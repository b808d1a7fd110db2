import { isId } from '../core/index.ts';
import { foldName } from './fold-name.ts';
import type { ItemMatch, ItemMatchInVault, ItemOverview } from './item.ts';
import { openOverview } from './item-record.ts';
import { hashTitle } from './name-hash.ts';
import type { SealedSource } from './store.ts';

import type { OpenVault } from './vault-record.ts';

type ItemFinder = Pick<SealedSource, 'findItems' | 'getItem'>;

/**
 * Find an item by title, id, `vault/title` or `vault/id` in these vaults and no others.
 *
 * Every reading of the reference is tried: a title may hold a slash or look like an id, and then
 * taking the first match would use an unintended credential.
 */
export async function findItem(source: ItemFinder, vaults: readonly OpenVault[], ref: string): Promise<ItemMatch> {
  const readings = vaults.flatMap((vault) => readingsIn(vault, ref).map((text) => ({ vault, text })));
  const matches = await Promise.all(readings.map(({ vault, text }) => matchesIn(source, vault, text)));
  return matchOf(matches.flat());
}

/** Find an item by its own title or id in the vault of this name or id: no other reading of the two is tried. */
export async function findItemIn(
  source: ItemFinder,
  vaults: readonly OpenVault[],
  { vault: vaultRef, item }: ItemLocation,
): Promise<ItemMatchInVault> {
  const named = vaults.filter(({ vaultId, name }) => vaultId === vaultRef || foldName(name) === foldName(vaultRef));
  if (named.length === 0) return { kind: 'no_vault' };
  const matches = await Promise.all(named.map((vault) => matchesIn(source, vault, item)));
  return matchOf(matches.flat());
}

/** Names or ids. */
export interface ItemLocation {
  readonly vault: string;
  readonly item: string;
}

function matchOf(matches: readonly ItemOverview[]): ItemMatch {
  const found = [...new Map(matches.map((overview) => [overview.id, overview])).values()];
  const [overview] = found;
  if (overview === undefined) return { kind: 'none' };
  return found.length === 1 ? { kind: 'found', overview } : { kind: 'ambiguous', candidates: candidatesOf(found) };
}

function readingsIn(vault: OpenVault, ref: string): readonly string[] {
  const slash = ref.indexOf('/');
  const prefix = ref.slice(0, Math.max(slash, 0));
  const namesVault = slash > 0 && (prefix === vault.vaultId || foldName(prefix) === foldName(vault.name));
  return namesVault ? [ref, ref.slice(slash + 1)] : [ref];
}

async function matchesIn(source: ItemFinder, vault: OpenVault, text: string): Promise<readonly ItemOverview[]> {
  const byTitle = await source.findItems(vault.vaultId, hashTitle(vault.key, text));
  const byId = isId(text) ? await source.getItem(vault.vaultId, text) : undefined;
  const rows = [...byTitle, ...(byId === undefined ? [] : [byId])].filter(({ id }) => isWithin(vault, id));
  return rows.map((row) => openOverview(row, vault));
}

/** Whether the vault was opened for this item too. */
export function isWithin({ only }: OpenVault, itemId: string): boolean {
  return only === undefined || only.has(itemId);
}

// Each candidate is a reference that can be pasted back: the id where the title would match again.
function candidatesOf(found: readonly ItemOverview[]): readonly string[] {
  const titles = found.map(({ vaultName, title }) => `${vaultName}/${title}`);
  return found.map(({ vaultName, id }, index) => {
    const title = titles[index];
    const sameTitle = titles.filter((other) => foldName(other) === foldName(title ?? '')).length;
    return title === undefined || sameTitle > 1 ? `${vaultName}/${id}` : title;
  });
}
