import { readSync } from 'node:fs';
import type { Duplex } from 'node:stream';

const PIECE = 65_536;

/**
 * Before the stream of a terminal is destroyed, take what it has and what the kernel still holds. When the last writer
 * has gone libuv reads once more and says that this was the end, so that the rest, all that a slow screen had kept
 * waiting, would be lost.
 */
export function saveTheRest(socket: Duplex, fd: number, take: (bytes: Buffer) => void): void {
  const destroy = socket.destroy.bind(socket);
  let isTaken = false;
  socket.destroy = (error) => {
    if (!isTaken) {
      // Only once: afterwards the number may be that of another file.
      isTaken = true;
      while (socket.read() !== null);
      for (const piece of readRest(fd)) take(piece);
    }
    return destroy(error);
  };
}

function* readRest(fd: number): Generator<Buffer> {
  try {
    for (;;) {
      const piece = Buffer.alloc(PIECE);
      const length = readSync(fd, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } catch {
    // EIO when every writer has gone, EAGAIN when one could still write.
  }
}
