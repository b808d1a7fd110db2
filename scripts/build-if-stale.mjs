// @ts-check
// Tests, the demo and the benchmarks run the real program: they build it first, unless this very source is built.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildProgram, chunkFolder, removeOlderThan } from './build-program.mjs';
import { cacheFolder, distFolder, projectFolder } from './project.mjs';

const STAMP = join(cacheFolder, 'built-from');

/** A program started from an earlier build may go on loading its parts for so long. */
const LONGEST_RUN_MS = 3_600_000;

const ENTRY = join(distFolder, 'bin.js');

/**
 * Make dist/ match src/. When that fails the old program goes too: a start then finds nothing, rather
 * than testing yesterday's code. Throws what `buildProgram` throws.
 */
export async function buildIfStale() {
  const source = await sourceDigest();
  if (existsSync(ENTRY) && existsSync(STAMP) && (await readFile(STAMP, 'utf8')) === source) return;
  try {
    await buildProgram();
    await removeOlderThan(chunkFolder, Date.now() - LONGEST_RUN_MS);
    await mkdir(cacheFolder, { recursive: true });
    // Another checkout may share the file by a hard link (copied node_modules do), and has built something else.
    await rm(STAMP, { force: true });
    await writeFile(STAMP, source);
  } catch (error) {
    await rm(ENTRY, { force: true });
    throw error;
  }
}

/** Over everything a build depends on, by content: a checkout or a copy changes no result. */
async function sourceDigest() {
  const digest = createHash('sha256');
  for (const folder of ['src', 'scripts']) {
    const entries = await readdir(join(projectFolder, folder), { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const path of paths.sort()) digest.update(`${relative(projectFolder, path)}\0`).update(await readFile(path));
  }
  return digest.update(await readFile(join(projectFolder, 'package-lock.json'))).digest('hex');
}
