import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import type { Keyward, CliResult } from './keyward.ts';

/** The command line on a data folder of its own. */
export type CommandLine = Pick<Keyward, 'home' | 'cli' | 'json'>;

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
    await cp(from, to, { recursive: true });
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isGone || triesLeft === 0) throw error;
    await rm(to, { recursive: true, force: true });
    await copyFolder(from, to, triesLeft - 1);
  }
}

/** The command line on a data folder that is somebody else's to delete. */
export function commandLineAt(home: string): CommandLine {
  const cli = async (args: readonly string[], stdin = ''): Promise<CliResult> => runHere({ home, args, stdin });
  return {
    home,
    cli,
    async json(args, stdin) {
      const { code, stdout, stderr } = await cli([...args, '--json'], stdin);
      if (code !== 0) throw new Error(`keyward ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
      return JSON.parse(stdout);
    },
  };
}

interface Run {
  readonly home: string;
  readonly args: readonly string[];
  readonly stdin: string;
}

// What bin.ts does before it: the mask of file modes, and the environment, which only `config` reads.
async function runHere({ home, args, stdin }: Run): Promise<CliResult> {
  process.umask(0o077);
  process.env['KEYWARD_HOME'] = home;
  process.env['KEYWARD_KEYCHAIN'] = 'off';
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = Promise.all([text(stdout), text(stderr)]);
  const code = await runCli(args, { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr });
  stdout.end();
  stderr.end();
  const [shown, said] = await output;
  return { code, stdout: shown, stderr: said };
}
