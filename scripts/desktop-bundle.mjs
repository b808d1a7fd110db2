// @ts-check
// The built program with the packages that stay outside it, as a bundle for Claude Desktop.
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packExtension } from '@anthropic-ai/mcpb';
import { desktopManifest } from './desktop-manifest.mjs';
import { drawIcon } from './draw-icon.mjs';
import { installedPackages } from './installed-packages.mjs';
import { loadedPackages } from './loaded-packages.mjs';
import { distFolder, projectFolder } from './project.mjs';

/**
 * Make the bundle of the program in dist/. It holds the native parts for the systems that are installed here. Elsewhere
 * it runs on Node 22.13 and newer, which has SQLite in it, and keeps the owner key in a file.
 *
 * Throws when the manifest is not what the schema of bundles wants.
 *
 * @param {string} folder
 * @returns {Promise<{ path: string, bytes: number, natives: readonly string[] }>}
 */
export async function makeDesktopBundle(folder) {
  const manifest = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'));
  const path = join(folder, `keyward-${manifest.version}.mcpb`);
  const staging = await mkdtemp(join(tmpdir(), 'keyward-bundle-'));
  try {
    const packages = installedPackages(loadedPackages);
    await stage(staging, manifest, packages);
    await mkdir(folder, { recursive: true });
    if (!(await packExtension({ extensionPath: staging, outputPath: path, silent: true }))) {
      throw new Error('cannot bundle: `npx mcpb validate` says what is wrong with the manifest');
    }
    const natives = packages.filter((name) => /-(darwin|linux|win32|freebsd)|\/(darwin|linux|win32)-/.test(name));
    return { path, bytes: (await stat(path)).size, natives };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** @param {string} staging @param {{ version: string }} manifest @param {readonly string[]} packages */
async function stage(staging, manifest, packages) {
  const server = join(staging, 'server');
  await mkdir(server);
  for (const part of ['bin.js', 'chunks', 'THIRD-PARTY-LICENSES.txt']) {
    await cp(join(distFolder, part), join(server, part), { recursive: true });
  }
  for (const name of packages) {
    await cp(join(projectFolder, 'node_modules', name), join(server, 'node_modules', name), { recursive: true });
  }
  await cp(join(projectFolder, 'LICENSE'), join(staging, 'LICENSE'));
  await writeFile(join(staging, 'icon.png'), drawIcon(512));
  await writeFile(join(staging, 'manifest.json'), `${JSON.stringify(desktopManifest(manifest), null, 2)}\n`);
  const { version } = manifest;
  await writeFile(join(server, 'package.json'), `${JSON.stringify({ name: 'keyward', version, type: 'module' })}\n`);
}
