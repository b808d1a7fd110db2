import { Duplex } from 'node:stream';
import type { WriteStream } from 'node:tty';
import type { IPty } from '@lydell/node-pty';
import type { Masker } from './masking/masker.ts';
import { maskStream, type Schedule } from './masking/mask-stream.ts';
import { saveTheRest } from './drain-pty.ts';

export interface Showing {
  readonly stdout: WriteStream;
  readonly masker: Masker;
  readonly schedule: Schedule;
  readonly platform: NodeJS.Platform;
}

const SIGNAL_BASE = 128;

/** Show what the child shows, masked, to the last byte; answers its exit code then. */
export async function showMasked(child: IPty, { stdout, masker, schedule, platform }: Showing): Promise<number> {
  const mask = maskStream(masker, schedule);
  mask.pipe(stdout, { end: false });
  // The part keeps both for itself; on Windows there are none.
  if ('_socket' in child && child._socket instanceof Duplex && 'fd' in child && typeof child.fd === 'number')
    saveTheRest(child._socket, child.fd, (bytes) => mask.write(bytes));
  child.onData((data) => {
    if (mask.write(Buffer.from(data, platform === 'win32' ? 'utf8' : 'latin1'))) return;
    child.pause();
    mask.once('drain', () => child.resume());
  });
  const { exitCode, signal } = await new Promise<ExitEvent>((resolve) => void child.onExit(resolve));
  await new Promise<void>((resolve) => {
    mask.once('end', resolve);
    mask.end();
  });
  return signal === undefined || signal === 0 ? exitCode : SIGNAL_BASE + signal;
}

interface ExitEvent {
  readonly exitCode: number;
  readonly signal?: number | undefined;
}
