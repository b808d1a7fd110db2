import { sha256Hex } from '../../core/index.ts';
import { matches, type ListFilter } from '../../audit/index.ts';
import { pagesOf } from '../../audit/index.ts';
import { readRecord } from '../../audit/index.ts';
import { findPruneAnchor } from '../../audit/index.ts';
import type { AuditEntry, AuditStore } from '../../audit/index.ts';
import type { ExportRecord } from './export-format.ts';

export interface PagesRequest {
  /** `limit` and `after` do not count. */
  readonly filter?: ListFilter | undefined;
  /** Only records after this one. */
  readonly afterSeq?: number | undefined;
}

export interface RecordPage {
  /** Those that were asked for, with the bytes that were hashed. */
  readonly records: readonly ExportRecord[];
  /** The last row that was looked at, wanted or not: where to go on from. */
  readonly last: Pick<AuditEntry, 'seq' | 'record'>;
}

/** Where the trail begins: rows that were pruned on the record may still be there after a crash, and belong to it no more. */
export async function firstSeqAfter(store: AuditStore, afterSeq: number | undefined): Promise<number> {
  const pruned = (await findPruneAnchor(store, undefined))?.frontier.size ?? 0;
  return Math.max(afterSeq ?? 0, pruned) + 1;
}

/** The records of a trail, oldest first, a page at a time, up to the last one there was at the start. */
export async function* recordPages(store: AuditStore, request: PagesRequest): AsyncGenerator<RecordPage> {
  const head = await store.head();
  const from = await firstSeqAfter(store, request.afterSeq);
  for await (const page of pagesOf(store, from, head?.seq ?? 0)) {
    const records = page.map(toExport).filter((record) => record !== undefined);
    const { filter } = request;
    const wanted = filter === undefined ? records : records.filter(({ record }) => matches(record, filter));
    const last = page.at(-1);
    if (last !== undefined) yield { records: wanted, last };
  }
}

function toExport({ record: text }: AuditEntry): ExportRecord | undefined {
  const record = readRecord(text);
  return record === undefined ? undefined : { record, text, hash: sha256Hex(text) };
}
