import type { ExportFormat, ExportOptions } from '../export/export-format.ts';
import { syslogEnvelope } from '../export/syslog.ts';
import { recordFacts } from '../export/record-facts.ts';
import type { Send } from './batch.ts';

/**
 * Hands bytes over and resolves when the other side has ended the connection in good order after them: then it had them all.
 * Passed in: TLS for syslog, anything for a test.
 */
export type Deliver = (bytes: Uint8Array, signal: AbortSignal) => Promise<void>;

export interface SyslogSenderOptions extends ExportOptions {
  readonly format: ExportFormat;
}

/**
 * Syslog over TLS (RFC 5425): each message in a frame of its own, its length in bytes before it. In the format `syslog` a line
 * is a message (RFC 5424); a line of any other format, such as CEF, is put into one.
 */
export function syslogSender(deliver: Deliver, options: SyslogSenderOptions): Send {
  return async ({ records, signal }) => {
    const frames = records.flatMap((record) => {
      const lines = linesOf(options.format.encode([record], options));
      if (options.format.name === 'syslog') return lines.map(syslogFrame);
      const facts = recordFacts(record.record, record.hash);
      return lines.map((line) => syslogFrame(syslogEnvelope(facts, options, line)));
    });
    if (frames.length > 0) await deliver(Buffer.concat(frames), signal);
  };
}

/** A message with its length in front (RFC 5425 section 4.3). */
export function syslogFrame(message: string): Uint8Array {
  const bytes = Buffer.from(message);
  return Buffer.concat([Buffer.from(`${bytes.byteLength} `), bytes]);
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}
