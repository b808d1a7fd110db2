import type { ItemSummary, ReadStore } from './secret-store.ts';
import { storeFailure } from './store-failure.ts';

// A store that never says which page is the last would be read for ever.
const MAX_PAGES = 1_000;

/** Every item of a store, page by page. Throws what the store throws, and `STORE_UNAVAILABLE` for a list without end. */
export async function listAll(store: Pick<ReadStore, 'list'>): Promise<readonly ItemSummary[]> {
  const items: ItemSummary[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await store.list(cursor);
    items.push(...page.items);
    if (page.nextCursor === undefined) return items;
    cursor = page.nextCursor;
  }
  throw storeFailure('unavailable', 'list');
}
