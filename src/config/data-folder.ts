import { posix, win32 } from 'node:path';
import { KeywardError } from '../core/index.ts';
import type { ConfigSource } from './process-source.ts';

/**
 * The data folder as an absolute path: `KEYWARD_HOME`, else where the platform keeps such data.
 *
 * Throws `CONFIG_INVALID` for a relative path: an assistant starts Keyward in a folder of its own
 * choosing, so a relative path would mean another vault every time.
 */
export function dataFolder(source: ConfigSource): string {
  const path = source.platform === 'win32' ? win32 : posix;
  const given = source.env['KEYWARD_HOME'];
  if (given === undefined || given === '') return path.join(...conventional(source));

  // A shell expands `~`, but the JSON file of an MCP client does not.
  const expanded = given.startsWith('~/') ? path.join(source.homedir, given.slice(2)) : given;
  if (!path.isAbsolute(expanded)) throw new KeywardError('CONFIG_INVALID', 'KEYWARD_HOME must be an absolute path');
  return path.normalize(expanded);
}

function conventional({ env, platform, homedir }: ConfigSource): readonly string[] {
  if (platform === 'darwin') return [homedir, 'Library', 'Application Support', 'Keyward'];
  if (platform === 'win32') return [nonEmpty(env['APPDATA']) ?? win32.join(homedir, 'AppData', 'Roaming'), 'Keyward'];
  return [absolute(env['XDG_DATA_HOME']) ?? posix.join(homedir, '.local', 'share'), 'keyward'];
}

// XDG Base Directory Specification: a relative path there is invalid and is to be ignored.
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && posix.isAbsolute(path) ? path : undefined;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
