import type { KnownLocations } from './known-location.ts';
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Skipped } from '../finding.ts';
import { errorCode } from './error-code.ts';
import { KNOWN_LOCATIONS } from './known-locations.ts';
import { createFileReader, reasonOf } from './read-file.ts';
import type { ScanSource, SourceText } from './source.ts';

export interface Machine {
  readonly homedir: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The locations where credentials are known to lie: MCP clients, agents and what they wrote down, shells, clouds, keys. */
export function machineSource(machine: Machine): ScanSource {
  return { texts: () => readMachine(machine) };
}

async function* readMachine(machine: Machine): AsyncGenerator<SourceText | Skipped> {
  const reader = createFileReader();
  const seen = new Set<string>();
  for (const pattern of patternsOf(machine)) {
    for (const found of filesOf(pattern)) {
      const file = typeof found === 'string' ? found : found.file;
      if (seen.has(file)) continue;
      seen.add(file);
      if (typeof found === 'string') yield* reader.read(file, { follow: true });
      else yield found;
    }
  }
}

function patternsOf(machine: Machine): readonly string[] {
  const system = SYSTEMS[machine.platform] ?? 'linux';
  return KNOWN_LOCATIONS.flatMap((locations) => [...(locations.all ?? []), ...(locations[system] ?? [])]).flatMap(
    (pattern) => {
      const path = expand(pattern, machine);
      return path === undefined ? [] : [path];
    },
  );
}

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, Exclude<keyof KnownLocations, 'what' | 'all'>>>> = {
  darwin: 'mac',
  win32: 'win',
  linux: 'linux',
};

// A location named by a variable that is not set is nowhere.
function expand(pattern: string, { homedir, env }: Machine): string | undefined {
  const variable = /^(?:\$(\w+)|%(\w+)%)/.exec(pattern);
  if (variable === null) return pattern.startsWith('~') ? join(homedir, pattern.slice(1)) : pattern;
  const value = env[variable[1] ?? ''] ?? env[(variable[2] ?? '').toUpperCase()] ?? env[variable[2] ?? ''];
  return value === undefined || value === '' ? undefined : join(value, pattern.slice(variable[0].length));
}

const MAX_DEPTH = 8;

/** The files that a pattern with `*` and `**` stands for. What is not there is no news; what cannot be read is. */
function* filesOf(pattern: string): Generator<string | Skipped> {
  const [start = '', ...steps] = pattern.split(/[/\\](?=[^/\\]*\*)|(?<=\*[^/\\]*)[/\\]/);
  yield* below(start === '' ? '/' : start, steps, 0);
}

function* below(path: string, steps: readonly string[], depth: number): Generator<string | Skipped> {
  const [step, ...rest] = steps;
  try {
    if (step === undefined) {
      if (statSync(path).isFile()) yield path;
      return;
    }
    if (!step.includes('*')) yield* below(join(path, step), rest, depth);
    else yield* matching(readdirSync(path, { withFileTypes: true }), { path, step, rest, steps, depth });
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) yield { file: path, skipped: reasonOf(error) };
  }
}

interface Level {
  readonly path: string;
  readonly step: string;
  readonly rest: readonly string[];
  readonly steps: readonly string[];
  readonly depth: number;
}

function* matching(entries: readonly Dirent[], { path, step, rest, steps, depth }: Level): Generator<string | Skipped> {
  if (step === '**') {
    for (const entry of entries) {
      const inner = join(path, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH) yield* below(inner, steps, depth + 1);
      else if (entry.isFile() && rest.length === 0) yield inner;
    }
    if (rest.length > 0) yield* below(path, rest, depth);
    return;
  }
  const form = new RegExp(`^${step.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`);
  for (const { name } of entries) if (form.test(name)) yield* below(join(path, name), rest, depth);
}
