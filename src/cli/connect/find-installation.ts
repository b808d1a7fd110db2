import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { commandFiles, type Installation } from '../../connect/index.ts';
import { KeywardError } from '../../core/index.ts';
import type { CommandContext } from '../define-command.ts';
import { VERSION } from '../version.ts';

/** How the running program can be started again. Throws `CONFIG_INVALID` when it does not know its own file. */
export async function findInstallation({
  source: { env, platform },
  programFile: script,
}: CommandContext): Promise<Installation> {
  const program = script === undefined ? undefined : await real(script);
  if (program === undefined) throw new KeywardError('CONFIG_INVALID', 'the program file of Keyward cannot be found');
  const searchPath = env['PATH'] ?? env['Path'] ?? '';
  const commands = commandFiles('keyward', searchPath, platform);
  const targets = await Promise.all(commands.map((file) => real(platform === 'win32' ? behindCmd(file) : file)));
  return {
    platform,
    version: VERSION,
    node: await lastingNode(searchPath, platform),
    program,
    isOnPath: targets.includes(program),
  };
}

// Homebrew runs Node from a folder named after its version, which the next upgrade deletes.
async function lastingNode(searchPath: string, platform: NodeJS.Platform): Promise<string> {
  const { execPath } = process;
  if (!execPath.includes('/Cellar/')) return execPath;
  for (const file of commandFiles('node', searchPath, platform)) {
    if (!file.includes('/Cellar/') && (await real(file)) === (await real(execPath))) return file;
  }
  return execPath;
}

// What npm puts beside a .cmd file on Windows.
function behindCmd(file: string): string {
  return join(dirname(file), 'node_modules', 'keyward', 'dist', 'bin.js');
}

async function real(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}
