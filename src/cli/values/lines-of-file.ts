import { createReadStream } from 'node:fs';
import { KeywardError } from '../../core/index.ts';

/**
 * The lines of a file, a piece at a time: an export may be larger than any string. Split at line feeds and at nothing else, for
 * a record may hold what other readers take for the end of a line (U+2028). Throws `CONFIG_INVALID` when it cannot be read.
 */
export async function* linesOfFile(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const piece of createReadStream(path, 'utf8')) {
      const lines = `${rest}${String(piece)}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', 'the named file cannot be read', { cause });
  }
  if (rest !== '') yield rest;
}
