import type { AuditEntry, AuditRow, AuditStore } from './store.ts';

// Small, because reading a page holds up everything else in the process.
const PAGE_ROWS = 200;

/** Rows from `fromSeq` to `toSeq`, both included, a page at a time. Ends early where rows are missing at the end. */
export async function* pagesOf(
  store: Pick<AuditStore, 'readEntries'>,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<readonly AuditEntry[]> {
  yield* pages((next, limit) => store.readEntries(next, limit), fromSeq, toSeq);
}

/** The same with the columns that they are found by. */
export async function* rowPagesOf(
  store: Pick<AuditStore, 'read'>,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<readonly AuditRow[]> {
  yield* pages((next, limit) => store.read(next, limit), fromSeq, toSeq);
}

type ReadPage<Row> = (fromSeq: number, limit: number) => Promise<readonly Row[]>;

async function* pages<Row extends AuditEntry>(
  read: ReadPage<Row>,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<readonly Row[]> {
  for (let next = fromSeq; next <= toSeq;) {
    const page = await read(next, Math.min(PAGE_ROWS, toSeq - next + 1));
    const wanted = page.filter(({ seq }) => seq <= toSeq);
    if (wanted.length === 0) return;
    yield wanted;
    next = (wanted.at(-1)?.seq ?? toSeq) + 1;
  }
}
