import type { AuditEntry, AuditStore } from './store.ts';

// Small, because reading a page holds up everything else in the process.
const PAGE_ROWS = 200;

/** Rows from `fromSeq` to `toSeq`, both included, a page at a time. Ends early where rows are missing at the end. */
export async function* pagesOf(
  store: Pick<AuditStore, 'readEntries'>,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<readonly AuditEntry[]> {
  for (let next = fromSeq; next <= toSeq;) {
    const page = await store.readEntries(next, Math.min(PAGE_ROWS, toSeq - next + 1));
    const wanted = page.filter(({ seq }) => seq <= toSeq);
    if (wanted.length === 0) return;
    yield wanted;
    next = (wanted.at(-1)?.seq ?? toSeq) + 1;
  }
}
