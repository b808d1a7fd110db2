import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Replace a file so that readers see the old text or the new one, never half of it, and the new one is on the disk when this
 * resolves. Written in a folder of its own first: several processes write the same file.
 */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const draftFolder = await mkdtemp(`${path}.new-`);
  try {
    const draft = join(draftFolder, basename(path));
    const file = await open(draft, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draftFolder, { recursive: true, force: true });
  }
}
