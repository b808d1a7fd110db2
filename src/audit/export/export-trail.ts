import { sha256Hex } from '../../core/index.ts';
import { matches, type ListFilter } from '../list-filter.ts';
import { pagesOf } from '../pages.ts';
import { readRecord } from '../record.ts';
import { findPruneBase } from '../retention/find-base.ts';
import type { AuditEntry, AuditStore } from '../store.ts';
import type { ExportFormat, ExportOptions, ExportRecord } from './export-format.ts';

export interface ExportRequest extends ExportOptions {
  readonly format: ExportFormat;
  /** `limit` and `after` do not count. A filtered JSONL export cannot be verified as a chain. */
  readonly filter?: ListFilter;
  /** Only records after this one. */
  readonly afterSeq?: number;
}

export interface ExportChunk {
  readonly text: string;
  /** The last record that was looked at: where to go on from. */
  readonly seq: number;
}

/** The trail in some format, oldest record first, a page at a time, up to the last record there was at the start. */
export async function* exportTrail(store: AuditStore, request: ExportRequest): AsyncGenerator<ExportChunk> {
  const { afterSeq, filter, format } = request;
  const last = await store.head();
  // Rows that were pruned on the record may still be there after a crash; they belong to the trail no more.
  const pruned = (await findPruneBase(store, undefined))?.frontier.size ?? 0;
  const from = Math.max(afterSeq ?? 0, pruned) + 1;
  if (format.header !== undefined) yield { text: format.header(), seq: from - 1 };
  for await (const page of pagesOf(store, from, last?.seq ?? 0)) {
    const records = page.map(toExport).filter((record) => record !== undefined);
    const wanted = filter === undefined ? records : records.filter(({ record }) => matches(record, filter));
    yield { text: format.encode(wanted, request), seq: page.at(-1)?.seq ?? from };
  }
}

function toExport({ record: text }: AuditEntry): ExportRecord | undefined {
  const record = readRecord(text);
  return record === undefined ? undefined : { record, text, hash: sha256Hex(text) };
}
