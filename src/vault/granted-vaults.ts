import { KeywardError, type SecretValue } from '../core/index.ts';
import { revealBytes } from '../core/hazmat.ts';
import { equal } from '../crypto/index.ts';
import type { ItemDraft, ItemOverview } from './item.ts';
import { openDetails, openOverview } from './item-record.ts';
import { createVaultOpener, openReadVaults, type ReadVaults, type ReadVaultsDeps } from './read-vaults.ts';
import type { SealedSource, VaultStore } from './store.ts';
import type { OpenVault } from './vault-record.ts';
import { createItem, type WriteDeps } from './write-item.ts';

/** Reading and adding, through the vault keys a caller was given. Vaults without a key do not exist here. */
export interface GrantedVaults extends ReadVaults {
  /** The first item of this tag that has a field of this value. It opens items whose fields are as long. */
  findByValue(vaultId: string, wanted: WantedValue): Promise<ItemOverview | undefined>;
  /** Throws `VAULT_NOT_FOUND`, `ITEM_INVALID` and `ITEM_EXISTS`. */
  createItem(vaultId: string, draft: ItemDraft, deps: Pick<WriteDeps, 'clock' | 'random'>): Promise<ItemOverview>;
}

export interface WantedValue {
  readonly tag: string;
  readonly value: SecretValue;
}

export interface GrantedVaultsDeps extends Omit<ReadVaultsDeps, 'source'> {
  readonly store: VaultStore;
}

/** The vaults of a store, with their keys. Throws what `openReadVaults` throws. */
export function openGrantedVaults({ store, ...rest }: GrantedVaultsDeps): GrantedVaults {
  const deps = { ...rest, source: sourceOf(store) };
  const { openById } = createVaultOpener(deps);
  return {
    ...openReadVaults(deps),
    async findByValue(vaultId, wanted) {
      const vault = await openById(vaultId);
      return vault && findByValue(store, vault, wanted);
    },
    async createItem(vaultId, draft, writing) {
      const vault = await openById(vaultId);
      if (vault === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'vault not found');
      return createItem({ ...writing, store }, vault, draft);
    },
  };
}

function sourceOf(store: VaultStore): SealedSource {
  return {
    getVault: async (vaultId) => store.getVault(vaultId),
    listItems: async (vaultId) => store.listItems(vaultId),
    getItem: async (vaultId, itemId) => store.getItem(vaultId, itemId),
    findItems: async (vaultId, titleHash) => store.findItems(vaultId, titleHash),
    getDetails: async ({ vaultId, id }) => store.getItem(vaultId, id),
  };
}

async function findByValue(
  store: VaultStore,
  vault: OpenVault,
  { tag, value }: WantedValue,
): Promise<ItemOverview | undefined> {
  const bytes = revealBytes(value);
  for (const row of await store.listItems(vault.vaultId)) {
    const overview = openOverview(row, vault);
    const mayHold = overview.tags.includes(tag) && overview.fieldIds.some((field) => field.byteLength === bytes.length);
    if (mayHold && openDetails(row, overview, vault).some((field) => equal(revealBytes(field.value), bytes)))
      return overview;
  }
  return undefined;
}
