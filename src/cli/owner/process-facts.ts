import { readFileSync, readlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import process from 'node:process';
import { execFileSync } from 'node:child_process';
import type { Config } from '../../config/index.ts';
import type { SessionContext } from '../../core/index.ts';

const RUN_MS = 1_000;

type ProcessFacts = NonNullable<SessionContext['process']>;

/** What this process can learn about itself from its system. Each answers undefined where the system does not tell. */
export interface ProcessSystem {
  readonly platform: NodeJS.Platform;
  readonly pid: number;
  readonly ppid: number;
  cwd(): string | undefined;
  user(): { readonly username: string; readonly uid: number } | undefined;
  readFile(path: string): string | undefined;
  readLink(path: string): string | undefined;
  /** What a program of the system prints, within a second. */
  run(program: string, args: readonly string[]): string | undefined;
}

/**
 * Who we are and who started us, for the session context of the audit trail: user, terminal, working directory, parent
 * program, and where a login over SSH came from, as far as the system and the environment tell.
 */
export function processFacts(
  { sshClient }: Pick<Config, 'sshClient'>,
  system: ProcessSystem = thisSystem(),
): ProcessFacts {
  const { pid, ppid } = system;
  const user = system.user();
  const facts = {
    ...surroundingsOf(system),
    cwd: system.cwd(),
    user: user?.username,
    // -1 on Windows, where users have no number.
    uid: user === undefined || user.uid < 0 ? undefined : user.uid,
    ssh_client: sshClient,
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== '');
  return { pid, ppid, ...Object.fromEntries(known) };
}

interface Surroundings {
  readonly parent?: string | undefined;
  readonly tty?: string | undefined;
}

function surroundingsOf(system: ProcessSystem): Surroundings {
  if (system.platform === 'linux') return onLinux(system);
  return system.platform === 'win32' ? onWindows(system) : byPs(system);
}

// proc(5): nothing has to be started to read it.
function onLinux({ ppid, readFile, readLink }: ProcessSystem): Surroundings {
  const targets = [0, 1, 2].map((number) => readLink(`/proc/self/fd/${String(number)}`));
  return {
    parent: readFile(`/proc/${String(ppid)}/comm`)?.trim(),
    tty: targets.find((target) => target !== undefined && /^\/dev\/(?:pts\/|tty)/.test(target)),
  };
}

// ps(1) of macOS and the BSDs: the terminal of the parent is ours too. `??` stands for none.
function byPs({ ppid, run }: ProcessSystem): Surroundings {
  const [, tty = '', parent] =
    /^\s*(\S+)\s+(.+?)\s*$/.exec(run('/bin/ps', ['-o', 'tty=,comm=', '-p', String(ppid)]) ?? '') ?? [];
  return { parent: parent?.split('/').at(-1), tty: tty.startsWith('tty') ? `/dev/${tty}` : undefined };
}

// The list of tasklist as CSV: the name of the image is the first field.
function onWindows({ ppid, run }: ProcessSystem): Surroundings {
  const printed = run('tasklist.exe', ['/FI', `PID eq ${String(ppid)}`, '/FO', 'CSV', '/NH']);
  return { parent: /^\s*"([^"]+)","[0-9]+"/.exec(printed ?? '')?.[1] };
}

function thisSystem(): ProcessSystem {
  return {
    platform: process.platform,
    pid: process.pid,
    ppid: process.ppid,
    cwd: () => orUndefined(() => process.cwd()),
    user: () => orUndefined(() => userInfo()),
    readFile: (path) => orUndefined(() => readFileSync(path, 'utf8')),
    readLink: (path) => orUndefined(() => readlinkSync(path)),
    run: (program, args) =>
      orUndefined(() =>
        execFileSync(program, args, { encoding: 'utf8', timeout: RUN_MS, stdio: ['ignore', 'pipe', 'ignore'] }),
      ),
  };
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
