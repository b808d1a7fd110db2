import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../core/index.ts';
import { isJsonObject, textAt, valueAt } from '../json-access.ts';
import type { TargetState, TargetStates } from './target-state.ts';
import { fromBase64, toBase64 } from './signed-note.ts';
import { writeWhole } from './write-atomically.ts';

/**
 * Target states as files, one for each target, below a private folder. A file that cannot be read counts as none: the target is
 * then sent the newest checkpoint again, and judges that itself.
 */
export function targetStateFiles(folder: string): TargetStates {
  const pathOf = (name: string): string => join(folder, `${sha256Hex(name).slice(0, 32)}.json`);
  return {
    async load(name) {
      const text = await readFile(pathOf(name), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseState(name, text);
    },
    async save(state) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(pathOf(state.name), formatState(state), 0o600);
    },
  };
}

function formatState({ name, taken, failing }: TargetState): string {
  return `${JSON.stringify({ name, taken: taken && { ...taken, root: toBase64(taken.root) }, failing })}\n`;
}

function parseState(name: string, text: string): TargetState | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value) || value['name'] !== name) return undefined;
  const [size, takenAtMs, sinceMs] = [
    valueAt(value, 'taken', 'size'),
    valueAt(value, 'taken', 'atMs'),
    valueAt(value, 'failing', 'sinceMs'),
  ];
  const root = fromBase64(textAt(value, 'taken', 'root') ?? '');
  const code = textAt(value, 'failing', 'code');
  const hasTaken = typeof size === 'number' && typeof takenAtMs === 'number' && root !== undefined;
  return {
    name,
    taken: hasTaken ? { size, root, atMs: takenAtMs } : undefined,
    failing: typeof sinceMs === 'number' && code !== undefined ? { sinceMs, code } : undefined,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
