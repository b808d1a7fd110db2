// @ts-check
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { cruise } from 'dependency-cruiser';

/** @type {typeof import('../.config/dependency-cruiser.cjs')} */
const { forbidden = [], options } = createRequire(import.meta.url)('../.config/dependency-cruiser.cjs');

/**
 * Hold every import under `folder`/src against the table of rooms. Throws when the cruise saw other files than there
 * are: a checker that silently sees nothing (a compiler it does not know is enough) would be green for ever.
 *
 * @param {string} folder
 * @returns {Promise<{ modules: number, violations: { rule: string, from: string, to: string, comment: string }[] }>}
 */
export async function cruiseRooms(folder) {
  // A relative folder would find no package.
  const { output } = await cruise(['src'], {
    ...options,
    baseDir: resolve(folder),
    validate: true,
    ruleSet: { forbidden },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text');
  const seen = output.modules.filter(
    ({ source, couldNotResolve }) => source.startsWith('src/') && couldNotResolve !== true,
  );
  requireSameFiles(
    seen.map(({ source }) => source),
    await sourceFiles(folder),
  );

  const comments = new Map(forbidden.map(({ name, comment }) => [name, comment]));
  const violations = output.summary.violations.map(({ rule, from, to }) => {
    return { rule: rule.name, from, to, comment: comments.get(rule.name) ?? '' };
  });
  return { modules: seen.length, violations };
}

/** @param {string} folder */
async function sourceFiles(folder) {
  const entries = await readdir(join(folder, 'src'), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path)).map((path) => path.split(sep).join('/'));
}

/** @param {readonly string[]} seen @param {readonly string[]} there */
function requireSameFiles(seen, there) {
  const unseen = there.filter((path) => !seen.includes(path));
  const invented = seen.filter((path) => !there.includes(path));
  if (there.length === 0) throw new Error('there is no source to check');
  if (unseen.length > 0 || invented.length > 0) {
    throw new Error(`the import rules were not applied to ${[...unseen, ...invented].join(', ')}`);
  }
}
