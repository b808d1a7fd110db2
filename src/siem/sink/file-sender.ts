import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { KeywardError } from '../../core/index.ts';
import type { Send } from './batch.ts';

const TAIL_BYTES = 65_536;
const LINE_FEED = 10;

/**
 * Appends to a file, made with mode 0600. Each batch is on the disk before the next is begun. The file is opened anew for each:
 * one that was renamed or cut off by log rotation is begun again.
 */
export function fileSender(path: string): Send {
  return async ({ header, text }) => {
    const file = await openToAppend(path);
    try {
      const size = await endOfLines(file);
      try {
        await file.appendFile(size === 0 ? header + text : text);
        await file.sync();
      } catch (error) {
        // A full disk takes half a line: the batch is sent again whole, and must not begin in the middle of one.
        await file.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await file.close();
    }
  };
}

async function openToAppend(path: string): Promise<FileHandle> {
  // Not blocking: a pipe without a reader would hold up the process.
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
  const file = await open(path, flags, 0o600).catch((cause: unknown) => {
    throw new KeywardError('OUTPUT_UNWRITABLE', 'the file of a sink cannot be opened', { cause });
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new KeywardError('OUTPUT_UNWRITABLE', 'the path of the file sink is not a regular file');
}

/** Where the last whole line ends. What comes after it is half of a batch whose process was killed: it is taken away. */
async function endOfLines(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  for (let end = size; end > 0;) {
    const length = Math.min(TAIL_BYTES, end);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, end - length);
    const found = buffer.lastIndexOf(LINE_FEED);
    if (found === -1) end -= length;
    else return cutTo(file, size, end - length + found + 1);
  }
  return cutTo(file, size, 0);
}

async function cutTo(file: FileHandle, size: number, end: number): Promise<number> {
  if (end < size) await file.truncate(end);
  return end;
}
