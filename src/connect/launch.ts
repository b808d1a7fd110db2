import { posix, win32 } from 'node:path';
import type { Launch, Scope } from './client.ts';

/** How this very program was started, and what there is to start it again. */
export interface Installation {
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** The Node to use: an absolute path that outlives an upgrade where there is one. */
  readonly node: string;
  /** This program's file, links followed. */
  readonly program: string;
  /** True when `keyward` on the search path is this program. */
  readonly isOnPath: boolean;
}

interface LaunchOrder {
  readonly installation: Installation;
  readonly scope: Scope;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The command that starts this program without a shell and without a search path: desktop programs have none, or
 * another one than the terminal.
 *
 * The file of a project is shared with others, whose Node lies elsewhere: there it is `keyward`, where that is
 * installed. A program run by npx is named by its package, because npx empties its cache.
 */
export function launchCommand({ installation, scope, args, env }: LaunchOrder): Launch {
  const { node, program, isOnPath } = installation;
  if (isFromNpx(program)) return throughNpx(installation, args, env);
  if (scope === 'project' && isOnPath) return byName(installation, ['keyward', ...args], env);
  return { command: node, args: [program, ...args], env };
}

function isFromNpx(program: string): boolean {
  return /[\\/]_npx[\\/]/.test(program);
}

function throughNpx(installation: Installation, args: readonly string[], env: Launch['env']): Launch {
  const words = ['-y', `keyward@${installation.version}`, ...args];
  if (installation.platform === 'win32') return byName(installation, ['npx', ...words], env);
  // npx is a script that looks for node itself, and so is what it starts.
  const folder = posix.dirname(installation.node);
  const PATH = [...new Set([folder, '/usr/local/bin', '/usr/bin', '/bin'])].join(':');
  return { command: posix.join(folder, 'npx'), args: words, env: { ...env, PATH } };
}

// npm installs commands on Windows as .cmd files, which only the command interpreter starts (CVE-2024-27980).
function byName({ platform }: Installation, [name = '', ...args]: readonly string[], env: Launch['env']): Launch {
  if (platform === 'win32') return { command: 'cmd', args: ['/c', name, ...args], env };
  return { command: name, args, env };
}

/** Where a command may lie: its file in each folder of the search path. */
export function commandFiles(name: string, searchPath: string, platform: NodeJS.Platform): readonly string[] {
  const [paths, suffix] = platform === 'win32' ? ([win32, '.cmd'] as const) : ([posix, ''] as const);
  const folders = searchPath.split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
  return folders.map((folder) => paths.join(folder, `${name}${suffix}`));
}
