import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { KeywardError } from '../../core/index.ts';

/** Where a repository is, and the environment to find git and its configuration in. */
export interface Repository {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE'];
// The repository's own hooks and helpers are programs, and its author may have put some there.
const HARMLESS = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'];

/** The whole output of a git command. Throws `SCAN_GIT_FAILED` when git is not there or refuses. */
export async function gitText(repository: Repository, args: readonly string[]): Promise<string> {
  const child = startGit(repository, args);
  const [output] = await Promise.all([text(child.stdout), ended(child)]);
  return output;
}

/** The output line by line. */
export async function* gitLines(repository: Repository, args: readonly string[]): AsyncGenerator<string> {
  const child = startGit(repository, args);
  const end = ended(child);
  end.catch(() => undefined);
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) yield line;
  await end;
}

export function startGit({ folder, env }: Repository, args: readonly string[]): ChildProcessWithoutNullStreams {
  // A partial clone is not completed from the network on the way.
  const own: Record<string, string | undefined> = {
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
  };
  for (const name of PASSED_ON) own[name] = env[name];
  return spawn('git', [...HARMLESS, ...args], { cwd: folder, env: own, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Waits for the end of git. Throws `SCAN_GIT_FAILED`. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<void> {
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0) return;
  } catch (cause) {
    throw failed(cause);
  }
  throw failed();
}

function failed(cause?: unknown): KeywardError {
  return new KeywardError('SCAN_GIT_FAILED', 'git cannot read the repository at the path', { cause });
}
