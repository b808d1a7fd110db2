import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { processSource } from '../../config/index.ts';

const run = promisify(execFile);

// What git needs to find itself and its remote, and nothing else: an agent's token is in our environment.
const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'SSH_AUTH_SOCK', 'GIT_SSH_COMMAND'];
const IDENTITY = { NAME: 'keyward', EMAIL: 'keyward@localhost' };
// A repository's own hooks and helpers are programs, and its author may have put some there.
const HARMLESS = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'commit.gpgsign=false'];

/** Run git in a folder, without a terminal and without our environment. Rejects when it fails or is aborted. */
export async function runGit(folder: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const { env: given } = processSource();
  const env: Record<string, string | undefined> = { GIT_TERMINAL_PROMPT: '0' };
  for (const name of PASSED_ON) env[name] = given[name];
  for (const who of ['AUTHOR', 'COMMITTER'])
    for (const [what, text] of Object.entries(IDENTITY)) env[`GIT_${who}_${what}`] = text;
  await run('git', [...HARMLESS, ...args], { cwd: folder, env, signal });
}
