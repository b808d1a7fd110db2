import { readdirSync, readlinkSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, join, sep } from 'node:path';
import type { Skipped } from '../finding.ts';
import { createFileReader, reasonOf } from './read-file.ts';
import type { ScanSource, SourceText } from './source.ts';

/** A file, or everything below a folder. A link is followed when it is the path itself, and otherwise never. */
export function pathSource(path: string): ScanSource {
  return { texts: () => readPath(path) };
}

async function* readPath(path: string): AsyncGenerator<SourceText | Skipped> {
  const reader = createFileReader();
  let root: string;
  try {
    root = realpathSync(path);
    if (!statSync(root).isDirectory()) {
      yield* reader.read(path, { follow: true });
      return;
    }
  } catch (error) {
    yield { file: path, skipped: reasonOf(error) };
    return;
  }
  for (const found of walk(path, root)) {
    if (typeof found === 'string') yield* reader.read(found);
    else yield found;
  }
}

/** Files below a folder in the order of their names, and what is no file to read. */
function* walk(path: string, root: string): Generator<string | Skipped> {
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      yield { file: folder, skipped: reasonOf(error) };
      continue;
    }
    const below: string[] = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = join(folder, entry.name);
      if (entry.isFile()) yield file;
      else if (entry.isDirectory() && isGitStore(file))
        yield { file, skipped: 'the store of git: scan it with --history' };
      else if (entry.isDirectory()) below.push(file);
      else if (entry.isSymbolicLink()) yield* judgeLink(file, root);
      else yield { file, skipped: 'not a regular file' };
    }
    folders.push(...below.reverse());
  }
}

function isGitStore(file: string): boolean {
  return (
    /[/\\](?:objects|lfs)$/.test(file) && /[/\\]\.git[/\\]|\.git$/.test(`${file.slice(0, -basename(file).length)}`)
  );
}

// What a link inside the root points at is read at its own path.
function* judgeLink(file: string, root: string): Generator<Skipped> {
  try {
    const target = realpathSync(file);
    const isInside = target === root || target.startsWith(root.endsWith(sep) ? root : root + sep);
    if (!isInside) yield { file, skipped: 'a link out of the scanned folder' };
    else if (realpathSync(join(file, '..')).startsWith(target)) yield { file, skipped: 'a link in a circle' };
  } catch {
    yield { file, skipped: isSelf(file) ? 'a link in a circle' : 'a link that leads nowhere' };
  }
}

function isSelf(file: string): boolean {
  try {
    return basename(readlinkSync(file)) === basename(file);
  } catch {
    return false;
  }
}
