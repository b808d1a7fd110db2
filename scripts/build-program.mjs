// @ts-check
// src/bin.ts, src/index.ts and the program of scrubbing workers with all they import, as readable JavaScript in dist/.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleEntries } from './bundle.mjs';
import { distFolder, projectFolder } from './project.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

export const chunkFolder = join(distFolder, 'chunks');

const ENTRIES = {
  bin: 'src/bin.ts',
  index: 'src/index.ts',
  'scrub-worker': 'src/redaction/pool/scrub-worker.ts',
};

/** Throws an Error that names the entries nobody has written yet. */
export function requireEntries() {
  const missing = Object.values(ENTRIES).filter((path) => !existsSync(join(projectFolder, path)));
  if (missing.length > 0) throw new Error(`nothing to build: ${missing.join(' and ')} not written yet`);
}

/**
 * Bundle the entries into dist/. What an entry loads is written before it and every file appears at once; files of
 * earlier builds stay, for a process may still be loading them. Throws when an entry is missing or does not bundle.
 *
 * @returns {Promise<{ files: number, bytes: number }>}
 */
export async function buildProgram() {
  requireEntries();
  const output = await bundleEntries({
    input: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(projectFolder, path)])),
    output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
  });
  const chunks = output.filter((file) => file.type === 'chunk');
  await writeWhole('THIRD-PARTY-LICENSES.txt', thirdPartyLicenses(chunks.flatMap((chunk) => chunk.moduleIds)));
  for (const chunk of chunks.filter(({ isEntry }) => !isEntry)) await writeWhole(chunk.fileName, chunk.code);
  for (const chunk of chunks.filter(({ isEntry }) => isEntry)) await writeWhole(chunk.fileName, chunk.code);
  return { files: chunks.length, bytes: chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) };
}

/**
 * Remove what earlier builds left.
 *
 * @param {string} folder
 * @param {number} time
 */
export async function removeOlderThan(folder, time) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // Coarse file times are rounded down to the second.
    if (entry.isFile() && (await stat(path)).mtimeMs < time - 1000) await rm(path, { force: true });
  }
}

/** @param {string} fileName @param {string} text */
async function writeWhole(fileName, text) {
  const target = join(distFolder, fileName);
  const partial = `${target}.${process.pid}`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(partial, text);
  if (text.startsWith('#!')) await chmod(partial, 0o755);
  await rename(partial, target);
}
