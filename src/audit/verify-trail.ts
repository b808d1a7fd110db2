import type { ChainReport } from './chain-report.ts';
import { createChainWalk } from './chain-walk.ts';
import type { AuditHead, AuditStore } from './store.ts';

const PAGE_ROWS = 1_000;

/** Walk the trail in the store from its first record to the last one there was when the walk began. */
export async function verifyTrail(store: AuditStore, expected?: AuditHead): Promise<ChainReport> {
  const walk = createChainWalk({ expected });
  const last = await store.head();
  for (let from = 0; last !== undefined && from <= last.seq;) {
    const page = await store.read(from, PAGE_ROWS);
    for (const row of page) if (row.seq <= last.seq) walk.add(row);
    from = (page.at(-1)?.seq ?? last.seq) + 1;
  }
  return walk.finish();
}
