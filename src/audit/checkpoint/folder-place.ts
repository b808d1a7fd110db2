import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { KeywardError } from '../../core/index.ts';
import { toBase64 } from './signed-note.ts';
import { parseCheckpoint, type Checkpoint, type SignedCheckpoint } from './checkpoint.ts';
import type { CheckpointPlace } from './place.ts';

const LATEST = 'checkpoint';
const SIZE_DIGITS = 16;

/**
 * A folder, perhaps on another machine's disk. Below it, one folder for each trail, with `checkpoint`, the
 * newest, and every one there was under `checkpoints/`, by size.
 */
export function folderPlace(folder: string): CheckpointPlace {
  return {
    name: `folder ${folder}`,
    publish: (checkpoint) => writeCheckpoint(folder, checkpoint).then(() => undefined),
  };
}

/** Write a checkpoint below `folder`; answers the paths of what was written, relative to it. */
export async function writeCheckpoint(folder: string, checkpoint: SignedCheckpoint): Promise<readonly string[]> {
  const trail = checkpoint.origin.replaceAll('/', '_');
  await mkdir(join(folder, trail, 'checkpoints'), { recursive: true });
  const latest = join(trail, LATEST);
  assertFollows(checkpoint, await readCheckpoint(join(folder, latest)));
  const kept = join(trail, 'checkpoints', String(checkpoint.size).padStart(SIZE_DIGITS, '0'));
  await writeWhole(join(folder, kept), checkpoint.note);
  await writeWhole(join(folder, latest), checkpoint.note);
  return [kept, latest];
}

// The folder knows what the trail once was, even when the whole data folder has been put back.
function assertFollows(next: Checkpoint, kept: Checkpoint | undefined): void {
  const sameSize = kept?.size === next.size;
  const same = sameSize && toBase64(kept.root) === toBase64(next.root);
  if (kept === undefined || same || (!sameSize && kept.size < next.size)) return;
  throw new KeywardError('AUDIT_BROKEN', 'a checkpoint that was published before does not fit the trail');
}

async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const note = await readFile(path, 'utf8').catch(() => undefined);
  return note === undefined ? undefined : parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o644);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(draft, path);
}
