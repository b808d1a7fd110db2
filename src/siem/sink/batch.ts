import type { ExportFormat, ExportOptions, ExportRecord } from '../export/export-format.ts';

// Collectors refuse what is too large for them, commonly from a megabyte on.
const MAX_BATCH_CHARS = 256 * 1024;

/** Some records on their way to a sink: never too many at once, never split in the middle of one. */
export interface Batch {
  readonly records: readonly ExportRecord[];
  /** In the sink's format. Empty when it has no field for any of them. */
  readonly text: string;
  /** What stands before the first record in that format; empty where nothing does. */
  readonly header: string;
  readonly contentType: string;
  /** Aborts when no caller waits any longer. */
  readonly signal: AbortSignal;
}

/** Takes what a sink has to say. Rejects when it was not taken, and then it is sent again. */
export type Send = (batch: Batch) => Promise<void>;

/** Cut a page so that no part of it is too large; a single record is a part of its own if it must be. */
export function partsOf(
  records: readonly ExportRecord[],
  maxRecords = records.length,
): readonly (readonly ExportRecord[])[] {
  const parts: ExportRecord[][] = [];
  let remaining = 0;
  for (const record of records) {
    remaining -= record.text.length;
    const part = parts.at(-1);
    if (part === undefined || remaining < 0 || part.length === maxRecords) {
      parts.push([record]);
      remaining = MAX_BATCH_CHARS - record.text.length;
    } else part.push(record);
  }
  return parts;
}

export interface BatchOptions extends ExportOptions {
  readonly format: ExportFormat;
}

export function batchOf(records: readonly ExportRecord[], options: BatchOptions, signal: AbortSignal): Batch {
  const { format } = options;
  return {
    records,
    text: format.encode(records, options),
    header: format.header?.() ?? '',
    contentType: format.contentType,
    signal,
  };
}
