import { open } from 'node:fs/promises';
import { KeywardError } from '../../core/index.ts';
import type { Post } from '../checkpoint/place.ts';
import type { Send } from './sink.ts';

/** Appends to a file, made with mode 0600; each page is on the disk before the next is begun. */
export function fileSender(path: string): Send {
  return async (text) => {
    const file = await open(path, 'a', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  };
}

/** Posts each page to an HTTP address: a collector of JSON lines, or `/v1/logs` of an OpenTelemetry collector for OTLP. */
export function httpSender(url: string, post: Post): Send {
  return async (body, contentType) => {
    const { status } = await post({ url, contentType, body });
    if (status < 200 || status > 299)
      throw new KeywardError('OUTBOUND_UNREACHABLE', 'the sink did not take the records');
  };
}

/** One open connection, passed in: TLS for syslog, anything for a test. Rejects when the bytes could not be handed over. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/** Syslog over TLS (RFC 5425): each line in a frame of its own, its length in bytes before it. */
export function syslogSender(write: Write): Send {
  return async (text) => {
    const frames = text
      .split('\n')
      .filter((line) => line !== '')
      .map(syslogFrame);
    await write(Buffer.concat(frames));
  };
}

/** A message with its length in front (RFC 5425 section 4.3). */
export function syslogFrame(message: string): Uint8Array {
  const bytes = Buffer.from(message);
  return Buffer.concat([Buffer.from(`${bytes.byteLength} `), bytes]);
}
