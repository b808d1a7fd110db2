import type { Readable } from 'node:stream';
import { KeywardError } from '../../core/index.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** The whole of stdin as text. Throws `CONFIG_INVALID` when it is over 16 MiB, or not UTF-8. */
export async function readTemplate(stdin: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of stdin) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    byteLength += bytes.length;
    if (byteLength > MAX_BYTES) throw new KeywardError('CONFIG_INVALID', 'the template on stdin is larger than 16 MiB');
    chunks.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', 'the template on stdin is not UTF-8 text', { cause });
  }
}
