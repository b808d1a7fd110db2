import type { ChangeFeed } from '../../core/index.ts';
import type { FieldType, ItemMatchInVault, ItemOverview, ReadVaults } from '../../vault/index.ts';
import type { FoundInVault, ItemSummary, ReadStore } from '../secret-store.ts';

const MAX_REMEMBERED = 512;

export interface ReadStoreDeps {
  readonly vaults: ReadVaults;
  /** What was remembered is forgotten when any process has changed the database. */
  readonly changes: Pick<ChangeFeed, 'version'>;
}

/** For a store that is built on this one. */
export interface ReadStoreParts {
  readonly store: ReadStore;
  /** To be called after a change of one's own: the change counter tells of others only. */
  forget(): void;
}

/** Opened vaults as a secret store. It remembers overviews while nothing changes; never a value. */
export function readStore(deps: ReadStoreDeps): ReadStore {
  return createReadStore(deps).store;
}

export function createReadStore({ vaults, changes }: ReadStoreDeps): ReadStoreParts {
  const found = new Map<string, FoundInVault>();
  let seen: string | undefined;
  const remember = async (key: string, lookUp: () => Promise<ItemMatchInVault>): Promise<FoundInVault> => {
    const version = await changes.version();
    if (version !== seen || found.size >= MAX_REMEMBERED) found.clear();
    seen = version;
    const remembered = found.get(key);
    if (remembered !== undefined) return remembered;
    const match = await lookUp();
    const answer: FoundInVault = match.kind === 'found' ? { kind: 'found', item: summaryOf(match.overview) } : match;
    // Another look-up may have seen a change meanwhile that this one was too early for.
    if (version === seen) found.set(key, answer);
    return answer;
  };
  const store: ReadStore = {
    list: async () => ({ items: (await vaults.list()).map(summaryOf) }),
    listVaults: async () => vaults.listVaults(),
    async find(reference) {
      const answer = await remember(reference, () => vaults.find(reference));
      return answer.kind === 'no_vault' ? { kind: 'none' } : answer;
    },
    // Names have no line break: no reference of `find` is taken for one of these.
    findIn: async (vault, item) => remember(`${vault}\n${item}`, () => vaults.findIn({ vault, item })),
    async open({ id, vaultId, version }, requested) {
      if (version === undefined) throw new TypeError('every item of a vault has a version');
      const fields = await vaults.openFields({ id, vaultId, version }, requested);
      return new Map(fields.map((field) => [field.id, field.value]));
    },
  };
  return { store, forget: () => found.clear() };
}

/** What of an item is told without opening it. */
export function summaryOf(overview: ItemOverview): ItemSummary {
  const { id, vaultId, vaultName, title, category, tags, version, binding, fieldIds } = overview;
  const fields = fieldIds.map((field) => ({ ...field, isConcealed: isConcealed(field.type) }));
  return {
    id,
    vaultId,
    vaultName,
    title,
    category,
    tags,
    version,
    fields,
    ...(binding === undefined ? {} : { binding }),
  };
}

function isConcealed(type: FieldType): boolean {
  return type === 'concealed' || type === 'otp' || type === 'ssh_key' || type === 'file';
}
