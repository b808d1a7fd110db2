import process from 'node:process';
import type { ReadStream, WriteStream } from 'node:tty';
import type { IPty, spawn as forkProgram } from '@lydell/node-pty';
import { findProgram } from './find-program.ts';
import { forwardSignals, type SignalSource } from './forward-signals.ts';
import { findsNobodyToStop } from './job-control.ts';
import { takeKeyboard } from './keyboard.ts';
import type { Masker } from './masking/masker.ts';
import type { Schedule } from './masking/mask-stream.ts';
import { showMasked } from './show-masked.ts';

export interface TerminalRun {
  readonly fork: typeof forkProgram;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly masker: Masker;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly signals: SignalSource;
  readonly stopSelf: () => void;
  readonly platform: NodeJS.Platform;
  readonly schedule: Schedule;
}

const CTRL_Z = '\x1a';

/** The child in a terminal of its own, of the same size; keys go in as they are typed, and what it shows comes out masked. */
export async function runInTerminal(run: TerminalRun): Promise<number> {
  const { stdin, stdout, platform } = run;
  const child = await start(run);
  const shown = showMasked(child, run);
  const stop = (): void => {
    sendToGroup(child, 'SIGSTOP');
    keyboard.release();
  };
  const goOn = (): void => {
    keyboard.take();
    resize();
    sendToGroup(child, 'SIGCONT');
  };
  const type = async (keys: string): Promise<void> => {
    child.write(keys);
    if (!keys.includes(CTRL_Z) || !(await findsNobodyToStop(child.pid))) return;
    stop();
    run.stopSelf();
  };
  // A terminal that does not know its size says 0, which the part takes for an error.
  const resize = (): void => {
    if (stdout.columns > 0 && stdout.rows > 0) child.resize(stdout.columns, stdout.rows);
  };
  const stopForwarding = forwardSignals({
    source: run.signals,
    platform,
    sharesTerminal: false,
    send: (signal) => {
      if (signal === 'SIGTSTP') stop();
      else if (signal === 'SIGCONT') goOn();
      else if (signal !== 'SIGWINCH') child.kill(platform === 'win32' ? undefined : signal);
    },
    stopSelf: run.stopSelf,
  });
  stdout.on('resize', resize);
  const keyboard = takeKeyboard({ stdin, platform, onKeys: (keys) => void type(keys) });
  try {
    return await shown;
  } finally {
    stopForwarding();
    stdout.off('resize', resize);
    keyboard.close();
  }
}

async function start({ fork, command, args, environment, stdout, platform }: TerminalRun): Promise<IPty> {
  const isWindows = platform === 'win32';
  const file = isWindows ? command : await findProgram(command, environment['PATH']);
  return fork(file, [...args], {
    name: environment['TERM'] ?? 'xterm-256color',
    cols: stdout.columns,
    rows: stdout.rows,
    cwd: process.cwd(),
    env: { ...environment },
    // Bytes as they are: what a chunk ends with may be half a character.
    ...(isWindows ? {} : { encoding: 'latin1' }),
  });
}

function sendToGroup({ pid }: IPty, signal: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended, which is heard of elsewhere.
  }
}
