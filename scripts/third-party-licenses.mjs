// @ts-check
// The licences of what is bundled ask for their text to travel along.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders } from './package-folders.mjs';

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
  for (const folder of packageFolders(moduleIds)) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    texts.set(`${name} ${version} (${license})`, licenseText(folder, name));
  }
  const parts = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, text]) => `${title}\n\n${text}`);
  return `Keyward bundles these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {string} folder @param {string} name */
function licenseText(folder, name) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled, but has no licence text`);
  return readFileSync(join(folder, file), 'utf8').trim();
}
