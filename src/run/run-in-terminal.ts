import process from 'node:process';
import type { ReadStream, WriteStream } from 'node:tty';
import type { spawn } from '@lydell/node-pty';
import { findProgram } from './find-program.ts';
import { forwardSignals, type SignalSource } from './forward-signals.ts';
import type { Masker } from './masking/masker.ts';
import { maskStream, type Schedule } from './masking/mask-stream.ts';

type Fork = typeof spawn;

/** The optional pseudo-terminal; `undefined` where it is not installed or not built for this platform. */
export async function openTerminal(): Promise<Fork | undefined> {
  return import('@lydell/node-pty').then(
    (pty) => pty.spawn,
    () => undefined,
  );
}

export interface TerminalRun {
  readonly fork: Fork;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly masker: Masker;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly signals: SignalSource;
  readonly platform: NodeJS.Platform;
  readonly schedule: Schedule;
}

const SIGNAL_BASE = 128;

/** The child in a terminal of its own, of the same size; keys go in as they are typed, and what it shows comes out masked. */
export async function runInTerminal(run: TerminalRun): Promise<number> {
  const { fork, args, environment, stdin, stdout, platform } = run;
  const isWindows = platform === 'win32';
  const file = isWindows ? run.command : await findProgram(run.command, environment['PATH']);
  const child = fork(file, [...args], {
    name: environment['TERM'] ?? 'xterm-256color',
    cols: stdout.columns,
    rows: stdout.rows,
    cwd: process.cwd(),
    env: { ...environment },
    // Bytes as they are: what a chunk ends with may be half a character.
    ...(isWindows ? {} : { encoding: 'latin1' }),
  });
  const mask = maskStream(run.masker, run.schedule);
  mask.pipe(stdout, { end: false });
  child.onData((data) => {
    if (mask.write(Buffer.from(data, isWindows ? 'utf8' : 'latin1'))) return;
    child.pause();
    mask.once('drain', () => child.resume());
  });
  const resize = (): void => child.resize(stdout.columns, stdout.rows);
  const type = (keys: string): void => child.write(keys);
  const stopForwarding = forwardSignals({
    source: run.signals,
    platform,
    sharesTerminal: false,
    send: (signal) => {
      if (signal !== 'SIGWINCH') child.kill(isWindows ? undefined : signal);
    },
  });
  stdout.on('resize', resize);
  stdin.setEncoding('utf8').setRawMode(true).on('data', type);
  try {
    const { exitCode, signal } = await new Promise<ExitEvent>((resolve) => void child.onExit(resolve));
    await new Promise<void>((resolve) => {
      mask.once('end', resolve);
      mask.end();
    });
    return signal === undefined || signal === 0 ? exitCode : SIGNAL_BASE + signal;
  } finally {
    stopForwarding();
    stdout.off('resize', resize);
    stdin.off('data', type).setRawMode(false).pause().unref();
  }
}

interface ExitEvent {
  readonly exitCode: number;
  readonly signal?: number | undefined;
}
