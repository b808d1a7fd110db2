import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeywardError, sha256Hex } from '../../core/index.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { WitnessMemory } from './witness.ts';
import { writeWhole } from './write-atomically.ts';

/** A witness's memory as files in a folder of its own: the last checkpoint of each trail, as it was co-signed. */
export function witnessFolder(folder: string): WitnessMemory {
  const pathOf = (origin: string): string => join(folder, `${sha256Hex(origin)}.checkpoint`);
  return {
    async load(origin) {
      const note = await readFile(pathOf(origin), 'utf8').catch(missingOrThrow);
      if (note === undefined) return undefined;
      const checkpoint = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
      // To forget what was seen is to co-sign anything: a damaged memory is not an empty one.
      if (checkpoint?.origin !== origin)
        throw new KeywardError('AUDIT_BROKEN', 'what the witness remembers is damaged');
      return checkpoint;
    },
    async save({ origin, note }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(pathOf(origin), note, 0o600);
    },
  };
}

function missingOrThrow(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
