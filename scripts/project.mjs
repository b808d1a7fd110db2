// @ts-check
// Where things are. Everything a script leaves behind and may lose again lies under `cacheFolder`.
import { join, resolve } from 'node:path';

export const projectFolder = resolve(import.meta.dirname, '..');
export const distFolder = join(projectFolder, 'dist');
export const bundleFolder = join(projectFolder, 'dist-bundle');
export const cacheFolder = join(projectFolder, 'node_modules', '.cache', 'keyward');

/**
 * The program a package's command runs, to be started with this very Node.
 *
 * @param {string} packageName
 * @param {string} file below the package's folder
 */
export function toolPath(packageName, file) {
  return join(projectFolder, 'node_modules', packageName, file);
}
