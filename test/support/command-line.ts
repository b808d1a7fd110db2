import { EventEmitter } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { processSource } from '../../src/config/index.ts';
import type { CliResult } from './keyward.ts';

type Variables = Readonly<Record<string, string>>;

/** The command line on a data folder of its own. */
export interface CommandLine {
  readonly home: string;
  readonly env: Variables;
  /** Run one command. `stdin` is given to it whole. */
  cli(args: readonly string[], stdin?: string): Promise<CliResult>;
  /** Run it, fail the test when it fails, and read its JSON. */
  json(args: readonly string[], stdin?: string): Promise<unknown>;
  /** The same data folder with more variables, such as the token of an agent. */
  with(variables: Variables): CommandLine;
  /** Begin a command that goes on until it is told to stop. It is told so at the end of the test at the latest. */
  start(args: readonly string[]): RunningCommand;
}

export interface RunningCommand {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  /** What a signal of that name would do; answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>;
}

/**
 * The command line without a process for each command: for tests of what a command does and says. Whatever is about
 * processes themselves (several at once, kills, what a start does) starts the built program instead.
 *
 * `like`: begin with a copy of that data folder.
 */
export async function openCommandLine(like?: string): Promise<CommandLine> {
  const home = await mkdtemp(join(tmpdir(), 'keyward-line-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  if (like !== undefined) await copyFolder(like, home);
  return commandLineAt(home);
}

// SQLite takes away what lies beside a database when the last connection is collected, which may be just now.
async function copyFolder(from: string, to: string, triesLeft = 5): Promise<void> {
  try {
    // SQLite makes the index of a log anew, and removes it when its last connection closes.
    await cp(from, to, { recursive: true, filter: (path) => !path.endsWith('-shm') });
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isGone || triesLeft === 0) throw error;
    await rm(to, { recursive: true, force: true });
    await copyFolder(from, to, triesLeft - 1);
  }
}

/** The command line on a data folder that another deletes. */
export function commandLineAt(home: string, variables: Variables = {}): CommandLine {
  const env = { PATH: process.env['PATH'] ?? '', KEYWARD_HOME: home, KEYWARD_KEYCHAIN: 'off', ...variables };
  const cli = async (args: readonly string[], stdin = ''): Promise<CliResult> => {
    const { stdout, stderr, code } = begin({ env, args, stdin });
    const [shown, said, ended] = await Promise.all([text(stdout), text(stderr), code]);
    return { code: ended, stdout: shown, stderr: said };
  };
  return {
    home,
    env,
    cli,
    async json(args, stdin) {
      const { code, stdout, stderr } = await cli([...args, '--json'], stdin);
      if (code !== 0) throw new Error(`keyward ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
      return JSON.parse(stdout);
    },
    with: (more) => commandLineAt(home, { ...variables, ...more }),
    start(args) {
      const { signals, code, ...output } = begin({ env, args, stdin: '' });
      const stop: RunningCommand['stop'] = async (signal = 'SIGTERM') => {
        signals.emit(signal);
        return code;
      };
      onTestFinished(async () => void (await stop()));
      return { ...output, stop };
    },
  };
}

interface Run {
  readonly env: Variables;
  readonly args: readonly string[];
  readonly stdin: string;
}

interface Begun {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  readonly signals: EventEmitter;
  readonly code: Promise<number>;
}

// What `keyward connect` writes down, whether it was built or not.
const PROGRAM_FILE = resolve(import.meta.dirname, '../../dist/bin.js');
// The least that a key file may ask for: a passphrase in a test keeps no secret.
const PASSPHRASE_COST = { n: 2 ** 15, r: 8, p: 1 };

function begin({ env, args, stdin }: Run): Begun {
  // As bin.ts does. Files of a test are its user's alone too.
  process.umask(0o077);
  const [stdout, stderr, signals] = [new PassThrough(), new PassThrough(), new EventEmitter()];
  const streams = { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr };
  const here = processSource();
  const source = { ...here, env, homedir: env['HOME'] ?? here.homedir };
  const host = { source, signals, programFile: PROGRAM_FILE, passphraseCost: PASSPHRASE_COST };
  const code = runCli(args, streams, host).finally(() => {
    stdout.end();
    stderr.end();
  });
  return { stdout, stderr, signals, code };
}
