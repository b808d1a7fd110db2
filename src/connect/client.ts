import { posix, win32, type PlatformPath } from 'node:path';
import type { JsonObject } from '../core/index.ts';

/** Where the entry goes: for every project of this user, or into the files of one project. */
export type Scope = 'user' | 'project';

/** The machine as the paths of clients depend on it. Passed in: every platform is testable on every other. */
export interface PlatformPaths {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the project, for the scope `project`. */
  readonly project: string;
}

/** How a client starts the server: no shell, no secret. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** An MCP client whose configuration file is known. */
export interface Client {
  /** As typed on the command line. */
  readonly name: string;
  /** As the client calls itself. */
  readonly title: string;
  readonly format: 'json' | 'toml';
  /** The top-level key under which servers are named. */
  readonly section: string;
  readonly paths: Readonly<Record<'user', PathOf> & Partial<Record<'project', PathOf>>>;
  entry(launch: Launch): JsonObject;
  /** What a person does next. */
  readonly afterwards: string;
}

type PathOf = (machine: PlatformPaths) => string;

export function pathsOf({ platform }: PlatformPaths): PlatformPath {
  return platform === 'win32' ? win32 : posix;
}

/** The plain form most clients share; without `env` where there is nothing to set. */
export function plainEntry({ command, args, env }: Launch): JsonObject {
  return { command, args, ...(Object.keys(env).length === 0 ? {} : { env }) };
}

/** Where desktop programs keep their settings: Application Support, `%APPDATA%`, or the XDG folder. */
export function desktopSettings(machine: PlatformPaths): string {
  const { platform, home, env } = machine;
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support');
  if (platform === 'win32') return absolute(machine, env['APPDATA']) ?? win32.join(home, 'AppData', 'Roaming');
  return xdgConfig(machine);
}

/** `$XDG_CONFIG_HOME`, else `~/.config`. */
export function xdgConfig(machine: PlatformPaths): string {
  return absolute(machine, machine.env['XDG_CONFIG_HOME']) ?? pathsOf(machine).join(machine.home, '.config');
}

/** A folder named by a variable. A relative one would mean another folder wherever the command is run. */
export function absolute(machine: PlatformPaths, folder: string | undefined): string | undefined {
  return folder !== undefined && pathsOf(machine).isAbsolute(folder) ? folder : undefined;
}

/** A path under the home folder. */
export function underHome(...parts: readonly string[]): PathOf {
  return (machine) => pathsOf(machine).join(machine.home, ...parts);
}

/** A path under the folder of the project. */
export function underProject(...parts: readonly string[]): PathOf {
  return (machine) => pathsOf(machine).join(machine.project, ...parts);
}
