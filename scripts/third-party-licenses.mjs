// @ts-check
// The licences of what is bundled ask for their text to travel along.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * One text with name, version and licence of every package among the bundled modules.
 * Throws when a package comes without a licence text: it could not be shipped.
 *
 * @param {Iterable<string>} moduleIds
 * @returns {string}
 */
export function thirdPartyLicenses(moduleIds) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const folder of new Set([...moduleIds].flatMap(packageFolder))) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    texts.set(`${name} ${version} (${license})`, licenseText(folder, name));
  }
  const parts = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, text]) => `${title}\n\n${text}`);
  return `Keyward bundles these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {string} moduleId @returns {string[]} */
function packageFolder(moduleId) {
  if (!moduleId.includes('/node_modules/') || moduleId.startsWith('\0')) return [];
  let folder = dirname(moduleId);
  // A package.json without a name only sets the module format of a folder inside its package.
  while (
    !existsSync(join(folder, 'package.json')) ||
    !/"version"/.test(readFileSync(join(folder, 'package.json'), 'utf8'))
  ) {
    folder = dirname(folder);
  }
  return [folder];
}

/** @param {string} folder @param {string} name */
function licenseText(folder, name) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled, but has no licence text`);
  return readFileSync(join(folder, file), 'utf8').trim();
}
