import { KeywardError } from '../../core/index.ts';
import { sentenceOf, severityOf } from '../export/event-meaning.ts';
import type { ExportFormat, ExportOptions, ExportRecord } from '../export/export-format.ts';
import { recordFacts } from '../export/record-facts.ts';
import type { Send } from './batch.ts';

/** A pino transport that is running. Passed in: this module starts no thread and loads no foreign module. */
export interface PinoStream {
  /** Rejects when the transport has ended or reported an error. Resolves when it has taken the lines. */
  write(lines: string): Promise<void>;
}

// pino's own numbers: info, info, warn, error.
const LEVEL = { 1: 30, 2: 30, 3: 40, 4: 50 } as const;

export interface PinoSenderOptions extends ExportOptions {
  readonly format: ExportFormat;
}

/**
 * Hands records to a pino transport as lines of a pino log: `level`, `time`, `msg`, and the record in the sink's format as
 * `keyward`. Opened with the first batch, and anew after a failure. What a transport does with a line it has taken, it does
 * not tell.
 */
export function pinoSender(openStream: () => Promise<PinoStream>, options: PinoSenderOptions): Send {
  let opening: Promise<PinoStream> | undefined;
  return async ({ records }) => {
    try {
      opening ??= openStream();
      const stream = await opening;
      await stream.write(records.map((record) => linesOf(record, options)).join(''));
    } catch (cause) {
      opening = undefined;
      throw new KeywardError('SINK_REFUSED', 'the pino transport did not take the records', { cause });
    }
  };
}

function linesOf(record: ExportRecord, options: PinoSenderOptions): string {
  const facts = recordFacts(record.record, record.hash);
  const pino = { level: LEVEL[severityOf(facts)], time: facts.atMs, name: 'keyward', msg: sentenceOf(facts) };
  return options.format
    .encode([record], options)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => `${JSON.stringify({ ...pino, keyward: payloadOf(line) })}\n`)
    .join('');
}

function payloadOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
