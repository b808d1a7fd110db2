import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { errorCode } from './error-code.ts';
import { inParts } from './parts.ts';
import type { SourceText } from './source.ts';
import type { Skipped } from '../finding.ts';

const WHOLE_BYTES = 8 * 1024 * 1024;
const MAX_BYTES = 4 * 1024 * 1024 * 1024;

/** One buffer for all files of a scan: a file is scanned before the next one is read. */
export interface FileReader {
  read(
    file: string,
    options?: { readonly follow?: boolean },
  ): Iterable<SourceText | Skipped> | AsyncIterable<SourceText | Skipped>;
}

export function createFileReader(): FileReader {
  const buffer = Buffer.allocUnsafe(WHOLE_BYTES);
  return {
    read(file, { follow = false } = {}) {
      let descriptor: number;
      try {
        descriptor = openSync(file, openFlags(follow));
      } catch (error) {
        return [{ file, skipped: reasonOf(error) }];
      }
      return readOpen({ file, descriptor, buffer });
    },
  };
}

// A link put instead of a file meanwhile is not followed; a pipe does not make the scan wait.
function openFlags(follow: boolean): number {
  if (process.platform === 'win32') return constants.O_RDONLY;
  return constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW);
}

interface OpenFile {
  readonly file: string;
  readonly descriptor: number;
  readonly buffer: Buffer;
}

function readOpen(open: OpenFile): Iterable<SourceText | Skipped> | AsyncIterable<SourceText | Skipped> {
  const { file, descriptor, buffer } = open;
  let isOpen = true;
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return [{ file, skipped: 'not a regular file' }];
    if (stats.size > MAX_BYTES) return [{ file, skipped: 'larger than 4 GiB' }];
    if (stats.size >= WHOLE_BYTES) {
      isOpen = false;
      return readLarge(open);
    }
    const length = fill(descriptor, buffer);
    return [{ file, bytes: buffer.subarray(0, length) }];
  } catch (error) {
    return [{ file, skipped: reasonOf(error) }];
  } finally {
    if (isOpen) closeSync(descriptor);
  }
}

function fill(descriptor: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    const added = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (added === 0) break;
    length += added;
  }
  return length;
}

async function* readLarge({ file, descriptor }: OpenFile): AsyncGenerator<SourceText | Skipped> {
  try {
    yield* inParts(file, (target, start) => readSync(descriptor, target, start, target.length - start, null));
  } catch (error) {
    yield { file, skipped: reasonOf(error) };
  } finally {
    closeSync(descriptor);
  }
}

/** Why something could not be read, in words. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ELOOP') return 'a link, which is not followed';
  if (code === 'ENXIO') return 'not a regular file';
  return `cannot be read${code === undefined ? '' : ` (${code})`}`;
}
