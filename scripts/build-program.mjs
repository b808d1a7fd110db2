// @ts-check
// src/bin.ts, src/index.ts and the program of scrubbing workers with all they import, as readable JavaScript in dist/.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { billOfMaterials } from './bill-of-materials.mjs';
import { bundleEntries } from './bundle.mjs';
import { mergedChunkNames } from './merge-chunks.mjs';
import { distFolder, projectFolder } from './project.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

export const chunkFolder = join(distFolder, 'chunks');

const ENTRIES = {
  bin: 'src/bin.ts',
  index: 'src/index.ts',
  'scrub-worker': 'src/redaction/pool/scrub-worker.ts',
};
const INPUT = Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(projectFolder, path)]));
const FILE_NAMES = { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' };

/** Throws an Error that names the entries that are not written yet. */
export function requireEntries() {
  const missing = Object.values(ENTRIES).filter((path) => !existsSync(join(projectFolder, path)));
  if (missing.length > 0) throw new Error(`nothing to build: ${missing.join(' and ')} not written yet`);
}

/**
 * Bundle the entries into a folder. What an entry loads is written before it and every file appears at once; files of
 * earlier builds stay, for a process may still be loading them. Throws when an entry is missing or does not bundle.
 *
 * @param {string} [folder]
 * @returns {Promise<{ files: number, bytes: number }>}
 */
export async function buildProgram(folder = distFolder) {
  requireEntries();
  const chunks = await bundleMerged();
  const moduleIds = chunks.flatMap((chunk) => chunk.moduleIds);
  await writeWhole(folder, 'THIRD-PARTY-LICENSES.txt', thirdPartyLicenses(moduleIds));
  await writeWhole(folder, 'sbom.cdx.json', `${JSON.stringify(billOfMaterials(moduleIds), null, 2)}\n`);
  for (const chunk of chunks.filter(({ isEntry }) => !isEntry)) await writeWhole(folder, chunk.fileName, chunk.code);
  for (const chunk of chunks.filter(({ isEntry }) => isEntry)) await writeWhole(folder, chunk.fileName, chunk.code);
  return { files: chunks.length, bytes: chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) };
}

/** Bundled twice: what belongs into one file shows only when all is known. */
async function bundleMerged() {
  const names = mergedChunkNames(chunksOf(await bundleEntries({ input: INPUT, output: FILE_NAMES })));
  const group = {
    name: (/** @type {string} */ id) => names.get(id) ?? null,
    debugName: 'merged',
    includeDependenciesRecursively: false,
  };
  return chunksOf(await bundleEntries({ input: INPUT, output: { ...FILE_NAMES, codeSplitting: { groups: [group] } } }));
}

/** @param {readonly (import('rolldown').OutputChunk | import('rolldown').OutputAsset)[]} output */
function chunksOf(output) {
  return output.filter((file) => file.type === 'chunk');
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

/** @param {string} folder @param {string} fileName @param {string} text */
async function writeWhole(folder, fileName, text) {
  const target = join(folder, fileName);
  const partial = `${target}.${process.pid}`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(partial, text);
  if (text.startsWith('#!')) await chmod(partial, 0o755);
  await rename(partial, target);
}
