// @ts-check
// Which packages bundled modules come from.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folders of the packages that these modules are parts of, each once.
 *
 * @param {Iterable<string>} moduleIds
 * @returns {readonly string[]}
 */
export function packageFolders(moduleIds) {
  const foreign = [...moduleIds].filter((id) => /[\\/]node_modules[\\/]/.test(id) && !id.startsWith('\0'));
  return [...new Set(foreign.map(packageFolder))];
}

/** @param {string} moduleId */
function packageFolder(moduleId) {
  let folder = dirname(moduleId);
  // A package.json without a version only sets the module format of a folder inside its package.
  while (
    !existsSync(join(folder, 'package.json')) ||
    !/"version"/.test(readFileSync(join(folder, 'package.json'), 'utf8'))
  ) {
    folder = dirname(folder);
  }
  return folder;
}
