import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Transform, Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { revealText } from '../core/hazmat.ts';
import type { SecretValue } from '../core/index.ts';
import { startFailure } from './find-program.ts';
import { forwardSignals, type SignalSource } from './forward-signals.ts';
import { createMasker } from './masking/masker.ts';
import { maskStream, type Schedule } from './masking/mask-stream.ts';
import { openTerminal, runInTerminal } from './run-in-terminal.ts';

export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  /** Variables that hold a secret, over those of the environment. */
  readonly injected: ReadonlyMap<string, SecretValue>;
  /** Concealed in what the child prints; with none, its streams are the parent's own. */
  readonly secrets: readonly SecretValue[];
  readonly streams: { readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable };
  readonly signals: SignalSource;
  readonly platform: NodeJS.Platform;
  readonly schedule: Schedule;
}

/**
 * Run a program without a shell and answer its exit code; 128 and the number of the signal that ended it.
 *
 * The child keeps the terminal where there is one: its output is masked through a pseudo-terminal of its own when
 * all three streams are terminals and the optional `@lydell/node-pty` is there, through pipes otherwise.
 *
 * Throws `RUN_PROGRAM_NOT_FOUND` and `RUN_PROGRAM_UNUSABLE`. It does not keep a secret from the child, nor from
 * programs of the same user, who may read the environment of the child.
 */
export async function runChild({ environment, injected, ...rest }: RunOptions): Promise<number> {
  const values = Array.from(injected, ([name, value]) => [name, revealText(value)] as const);
  const options = { ...rest, environment: Object.fromEntries([...environment, ...values]) };
  const { streams, secrets } = options;
  if (secrets.length === 0) return runInherited(options);
  if (isTerminal(streams.stdin) && isTerminal(streams.stdout) && isTerminal(streams.stderr)) {
    const fork = await openTerminal();
    const { stdin, stdout } = streams;
    if (fork !== undefined) return runInTerminal({ ...options, fork, stdin, stdout, masker: createMasker(secrets) });
  }
  return runPiped(options);
}

type ChildRun = Omit<RunOptions, 'environment' | 'injected'> & {
  readonly environment: Readonly<Record<string, string>>;
};

function isTerminal<Stream extends Readable | Writable>(stream: Stream): stream is Stream & ReadStream & WriteStream {
  return 'isTTY' in stream && stream.isTTY === true;
}

async function runInherited({ command, args, environment, ...rest }: ChildRun): Promise<number> {
  const child = spawn(command, args, { env: environment, stdio: 'inherit' });
  return exitOf(child, rest);
}

async function runPiped({ command, args, environment, secrets, schedule, ...rest }: ChildRun): Promise<number> {
  const child = spawn(command, args, { env: environment, stdio: ['inherit', 'pipe', 'pipe'] });
  const { stdout, stderr } = rest.streams;
  const done = [
    passMasked(child.stdout, maskStream(createMasker(secrets), schedule), stdout),
    passMasked(child.stderr, maskStream(createMasker(secrets), schedule), stderr),
  ];
  const code = await exitOf(child, rest);
  await Promise.all(done);
  return code;
}

async function passMasked(from: Readable, mask: Transform, to: Writable): Promise<void> {
  // Whoever reads our output has gone: the child is told in the same way.
  const stop = (): void => {
    from.destroy();
    mask.destroy();
  };
  to.on('error', stop);
  from.pipe(mask).pipe(to, { end: false });
  await new Promise<void>((resolve) => mask.once('close', resolve));
  to.off('error', stop);
}

type Child = ReturnType<typeof spawn>;

async function exitOf(
  child: Child,
  { streams, signals, platform }: Pick<RunOptions, 'streams' | 'signals' | 'platform'>,
): Promise<number> {
  const stopForwarding = forwardSignals({
    source: signals,
    platform,
    sharesTerminal: isTerminal(streams.stdin),
    send: (signal) => void child.kill(signal),
  });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(startFailure(cause)));
      child.once('close', (code, signal) => resolve(code ?? exitCodeOfSignal(signal)));
    });
  } finally {
    stopForwarding();
  }
}

function exitCodeOfSignal(signal: NodeJS.Signals | null): number {
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}
