// @ts-check
// Programs of ours that are not shipped (benchmarks, children of tests) are TypeScript too, and Node 20
// does not run TypeScript: they are bundled when they are needed.
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleEntries } from './bundle.mjs';
import { cacheFolder } from './project.mjs';

const PACKAGES = /^(?![./]|[A-Za-z]:[\\/])/;

/** A source goes on knowing where it lies, wherever the bundle is. */
const keepOwnLocation = {
  name: 'keep-own-location',
  /** @param {string} code @param {string} id */
  transform(code, id) {
    if (!code.includes('import.meta')) return null;
    return code
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)));
  },
};

/**
 * Bundle one TypeScript program into a single `.mjs` file and answer its path. The same program gives the same
 * path, so several processes may do this at once. Packages stay outside: the file lies where they resolve.
 *
 * @param {string} path absolute, or relative to the working folder
 * @returns {Promise<string>}
 */
export async function bundleScript(path) {
  const name = basename(path).replace(/\.[cm]?[jt]s$/, '');
  const [chunk] = await bundleEntries({
    input: { [name]: resolve(path) },
    external: PACKAGES,
    plugins: [keepOwnLocation],
    output: { codeSplitting: false },
  });
  const hash = createHash('sha256').update(chunk.code).digest('hex').slice(0, 16);
  const target = join(cacheFolder, 'scripts', `${name}-${hash}.mjs`);
  await mkdir(join(cacheFolder, 'scripts'), { recursive: true });
  const partial = `${target}.${process.pid}`;
  await writeFile(partial, chunk.code);
  await rename(partial, target);
  return target;
}
