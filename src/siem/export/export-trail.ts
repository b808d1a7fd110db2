import type { ListFilter } from '../../audit/index.ts';
import type { AuditStore } from '../../audit/index.ts';
import type { ExportFormat, ExportOptions } from './export-format.ts';
import { firstSeqAfter, recordPages } from './record-pages.ts';

export interface ExportRequest extends ExportOptions {
  readonly format: ExportFormat;
  /** `limit` and `after` do not count. A filtered JSONL export cannot be verified as a chain. */
  readonly filter?: ListFilter;
  /** Only records after this one; nothing stands before them then, as they go on from an export that was begun. */
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
  if (format.header !== undefined && afterSeq === undefined) {
    yield { text: format.header(), seq: (await firstSeqAfter(store, undefined)) - 1 };
  }
  for await (const { records, last } of recordPages(store, { afterSeq, filter })) {
    yield { text: format.encode(records, request), seq: last.seq };
  }
}
