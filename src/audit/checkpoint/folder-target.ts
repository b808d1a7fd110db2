import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeywardError } from '../../core/index.ts';
import { compareWithStored } from './compare-with-stored.ts';
import { parseCheckpoint, type Checkpoint, type SignedCheckpoint } from './checkpoint.ts';
import type { CheckpointTarget, TrailHistory } from './target.ts';
import { writeWhole } from './write-atomically.ts';

const LATEST = 'checkpoint';
const SIZE_DIGITS = 16;
// Checkpoints are there to be read by others.
const READABLE = 0o644;

/**
 * A folder, perhaps on another machine's disk. Below it, one folder for each trail, with `checkpoint`, the
 * newest, and every one there was under `checkpoints/`, by size.
 */
export function folderTarget(folder: string): CheckpointTarget {
  return {
    name: `folder ${folder}`,
    publish: (checkpoint, { history }) => writeCheckpoint(folder, checkpoint, history).then(() => undefined),
  };
}

/**
 * Write a checkpoint below `folder`; answers the paths of what was written, relative to it. One that comes after a newer
 * one is stored beside it. Throws `AUDIT_BROKEN` when what the folder has is not of the trail's past.
 */
export async function writeCheckpoint(
  folder: string,
  checkpoint: SignedCheckpoint,
  history: TrailHistory,
): Promise<readonly string[]> {
  const trail = folderOf(checkpoint.origin);
  await mkdir(join(folder, trail, 'checkpoints'), { recursive: true });
  const latest = join(trail, LATEST);
  // The folder knows what the trail once was, even when the whole data folder has been put back.
  const known = parseStored(await readFolderNote(folder, checkpoint.origin));
  const order = await compareWithStored(checkpoint, known, history);
  const stored = join(trail, 'checkpoints', String(checkpoint.size).padStart(SIZE_DIGITS, '0'));
  const paths = order === 'newer' ? [stored, latest] : [stored];
  for (const path of paths) await writeWhole(join(folder, path), checkpoint.note, READABLE);
  return paths;
}

/** The newest checkpoint of a trail that a folder has, as text. */
export async function readFolderNote(folder: string, origin: string): Promise<string | undefined> {
  return readFile(join(folder, folderOf(origin), LATEST), 'utf8').catch(missingOrThrow);
}

function folderOf(origin: string): string {
  return origin.replaceAll('/', '_');
}

function parseStored(note: string | undefined): Checkpoint | undefined {
  if (note === undefined) return undefined;
  const checkpoint = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  // A target that lost its memory would take any trail for the one it knew.
  if (checkpoint === undefined) throw new KeywardError('AUDIT_BROKEN', 'the stored checkpoint is damaged');
  return checkpoint;
}

function missingOrThrow(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
