import { spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { revealText } from '../core/hazmat.ts';
import type { SecretValue } from '../core/index.ts';
import { startFailure } from './find-program.ts';
import { forwardSignals, type SignalSource } from './forward-signals.ts';
import { createMasker } from './masking/masker.ts';
import { maskStream, type Schedule } from './masking/mask-stream.ts';
import { openOutputTerminal, type PtyBinding } from './output-terminal.ts';
import { loadPty } from './pty-binding.ts';
import { runInTerminal } from './run-in-terminal.ts';

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
  /** Stops this very process, until SIGCONT. */
  readonly stopSelf: () => void;
  readonly platform: NodeJS.Platform;
  readonly schedule: Schedule;
}

/**
 * Run a program without a shell and answer its exit code; 128 and the number of the signal that ended it.
 *
 * The child keeps the terminal: when all three streams are one, it gets a pseudo-terminal of its own through which its
 * output is masked; when only some of its output is, that goes through one. Without the optional `@lydell/node-pty`,
 * and elsewhere, output goes through pipes.
 *
 * Throws `RUN_PROGRAM_NOT_FOUND` and `RUN_PROGRAM_UNUSABLE`. It does not keep a secret from the child, nor from
 * programs of the same user, who may read the environment of the child.
 */
export async function runChild({ environment, injected, ...rest }: RunOptions): Promise<number> {
  const values = Array.from(injected, ([name, value]) => [name, revealText(value)] as const);
  const options = { ...rest, environment: Object.fromEntries([...environment, ...values]) };
  const { stdin, stdout, stderr } = options.streams;
  if (options.secrets.length === 0 && [stdin, stdout, stderr].every((stream) => isInherited(stream))) {
    return exitOf(start(options, ['inherit', 'inherit', 'inherit']), options);
  }
  const pty = isTerminal(stdout) || isTerminal(stderr) ? await loadPty(options.platform) : undefined;
  if (pty !== undefined && isTerminal(stdin) && isTerminal(stdout) && isTerminal(stderr)) {
    return runInTerminal({ ...options, fork: pty.fork, stdin, stdout, masker: createMasker(options.secrets) });
  }
  return runMasked(options, pty?.binding);
}

type ChildRun = Omit<RunOptions, 'environment' | 'injected'> & {
  readonly environment: Readonly<Record<string, string>>;
};

function isTerminal<Stream extends Readable | Writable>(stream: Stream): stream is Stream & ReadStream & WriteStream {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** One of the process's own streams, which a child gets as it is: it has a descriptor. */
function isInherited(stream: Readable | Writable): boolean {
  return 'fd' in stream && typeof stream.fd === 'number';
}

async function runMasked(run: ChildRun, pty: PtyBinding | undefined): Promise<number> {
  const { stdin, stdout, stderr } = run.streams;
  const screen = [stdout, stderr].find((stream) => isTerminal(stream));
  const terminal = screen === undefined || pty === undefined ? undefined : openOutputTerminal(pty, screen);
  const kind = (stream: Writable): number | 'pipe' =>
    terminal !== undefined && isTerminal(stream) ? terminal.childEnd : 'pipe';
  const child = start(run, [isInherited(stdin) ? 'inherit' : 'pipe', kind(stdout), kind(stderr)]);
  if (child.stdin !== null) stdin.pipe(child.stdin.on('error', () => undefined));
  const shown = terminal === undefined ? [] : [passMasked(terminal.output, screen ?? stdout, run)];
  const piped = [
    ...(child.stdout === null ? [] : [passMasked(child.stdout, stdout, run)]),
    ...(child.stderr === null ? [] : [passMasked(child.stderr, stderr, run)]),
  ];
  terminal?.handOver(() => child.kill('SIGWINCH'));
  try {
    const code = await exitOf(child, run);
    await Promise.all([...shown, ...piped]);
    return code;
  } finally {
    terminal?.close();
  }
}

async function passMasked(from: Readable, to: Writable, { secrets, schedule }: ChildRun): Promise<void> {
  const mask = maskStream(createMasker(secrets), schedule);
  // The reader of our output has gone: the child is told in the same way.
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

function start({ command, args, environment }: ChildRun, stdio: StdioOptions): Child {
  return spawn(command, args, { env: environment, stdio });
}

async function exitOf(child: Child, { streams, signals, stopSelf, platform }: ChildRun): Promise<number> {
  const stopForwarding = forwardSignals({
    source: signals,
    platform,
    sharesTerminal: [streams.stdin, streams.stdout, streams.stderr].some((stream) => isTerminal(stream)),
    send: (signal) => void child.kill(signal),
    stopSelf,
  });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(startFailure(cause)));
      child.once('exit', (code, signal) => resolve(code ?? exitCodeOfSignal(signal)));
    });
  } finally {
    // From here on a signal ends this process, though something that the child left behind may still hold the output.
    stopForwarding();
  }
}

function exitCodeOfSignal(signal: NodeJS.Signals | null): number {
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}
