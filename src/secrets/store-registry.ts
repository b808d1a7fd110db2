import type { CaptureStore, FoundInVault, FoundItem, ItemSummary, ReadStore, SecretStore } from './secret-store.ts';
import { storeFailure } from './store-failure.ts';

/** A store that serves whole vaults, by their ids. What it tells of other vaults is not believed. */
export interface RegisteredStore {
  readonly vaultIds: ReadonlySet<string>;
  readonly read: ReadStore;
  /** Absent where it takes no new credentials. */
  readonly capture?: CaptureStore;
}

/**
 * One store out of several. A vault is served by the store that is registered for it, and all others by `fallback`; no
 * vault has two. A name that fits items of two stores is ambiguous, so a store that does not answer makes a look-up fail.
 */
export function storeRegistry(fallback: SecretStore, stores: readonly RegisteredStore[]): SecretStore {
  const byVault = new Map(stores.flatMap((store) => [...store.vaultIds].map((id) => [id, store] as const)));
  const whole: RegisteredStore = { vaultIds: new Set(), read: fallback, capture: fallback };
  const servedBy = (vaultId: string): RegisteredStore => byVault.get(vaultId) ?? whole;
  const all = [whole, ...stores];
  const captureInto = (vaultId: string): CaptureStore => {
    const { capture } = servedBy(vaultId);
    if (capture === undefined) throw storeFailure('denied', vaultId);
    return capture;
  };
  const own = <F extends FoundInVault>(store: RegisteredStore, found: F): F | { readonly kind: 'none' } =>
    found.kind === 'found' && servedBy(found.item.vaultId) !== store ? { kind: 'none' } : found;
  return {
    list: async (cursor) => listPage(all, servedBy, cursor),
    async listVaults() {
      const listed = await Promise.all(
        all.map(async (store) => (await store.read.listVaults()).filter(({ id }) => servedBy(id) === store)),
      );
      return listed.flat();
    },
    async find(reference) {
      return oneOf(await Promise.all(all.map(async (store) => own(store, await store.read.find(reference)))));
    },
    async findIn(vault, item) {
      const answers = await Promise.all(all.map(async (store) => own(store, await store.read.findIn(vault, item))));
      const inVault = answers.filter((answer) => answer.kind !== 'no_vault');
      return inVault.length === 0 ? { kind: 'no_vault' } : oneOf(inVault);
    },
    open: async (item, asked) => servedBy(item.vaultId).read.open(item, asked),
    findCaptured: async (vaultId, value) => captureInto(vaultId).findCaptured(vaultId, value),
    capture: async (credential) => captureInto(credential.vaultId).capture(credential),
  };
}

function oneOf(answers: readonly FoundItem[]): FoundItem {
  const hits = answers.filter((answer) => answer.kind !== 'none');
  const [first] = hits;
  if (first === undefined) return { kind: 'none' };
  return hits.length === 1 ? first : { kind: 'ambiguous', candidates: hits.flatMap(candidatesOf) };
}

function candidatesOf(answer: FoundItem): readonly string[] {
  if (answer.kind === 'found') return [nameOf(answer.item)];
  return answer.kind === 'ambiguous' ? answer.candidates : [];
}

function nameOf({ vaultName, title }: ItemSummary): string {
  return `${vaultName}/${title}`;
}

// The cursor is the number of the store, and its own cursor.
async function listPage(
  stores: readonly RegisteredStore[],
  servedBy: (vaultId: string) => RegisteredStore,
  cursor = '0:',
): ReturnType<ReadStore['list']> {
  const colon = cursor.indexOf(':');
  const index = Number(cursor.slice(0, colon));
  const store = stores[index];
  if (store === undefined) throw new TypeError('the cursor does not come from this list');
  const inner = cursor.slice(colon + 1);
  const page = await store.read.list(inner === '' ? undefined : inner);
  const items = page.items.filter(({ vaultId }) => servedBy(vaultId) === store);
  if (page.nextCursor !== undefined) return { items, nextCursor: `${index}:${page.nextCursor}` };
  return index + 1 < stores.length ? { items, nextCursor: `${index + 1}:` } : { items };
}
