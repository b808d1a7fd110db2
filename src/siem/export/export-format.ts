import type { AuditRecord } from '../../audit/index.ts';

/** A record on its way out: as read, and as the bytes that were hashed. */
export interface ExportRecord {
  readonly record: AuditRecord;
  readonly text: string;
  readonly hash: string;
}

export interface ExportOptions {
  /** Version of Keyward, for formats that name the product. */
  readonly productVersion: string;
  /** Name of the machine the records leave from. Default unknown. */
  readonly hostname?: string | undefined;
  /** Tells this installation from others on the same machine. Default unknown. */
  readonly instance?: string | undefined;
}

/**
 * One format a trail can leave in. Text of others in a record can neither end a line or field, nor change how a terminal shows
 * it, nor become a formula: the contract test runs over every format in the list.
 */
export interface ExportFormat {
  readonly name: string;
  readonly contentType: string;
  /** What stands before the first record. */
  header?(): string;
  /** Some records as text, each line ended. A record the format has no field for is left out. */
  encode(records: readonly ExportRecord[], options: ExportOptions): string;
}

/** A format with one line for each record. */
export function lineFormat(
  name: string,
  contentType: string,
  line: (record: ExportRecord, options: ExportOptions) => string | undefined,
): ExportFormat {
  return {
    name,
    contentType,
    encode: (records, options) =>
      records
        .map((record) => line(record, options))
        .filter((text) => text !== undefined)
        .map((text) => `${text}\n`)
        .join(''),
  };
}
