// @ts-check
// What the package is made of, in CycloneDX 1.6: what is bundled into it, and what npm installs beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders } from './package-folders.mjs';
import { projectFolder } from './project.mjs';

/** @typedef {{ version: string, license?: string, integrity?: string, optional?: boolean, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} Locked */
/** @typedef {{ path: string, name: string, locked: Locked, isBundled: boolean }} Part */

/**
 * The same modules and lockfile give the same document, so it bears no time and no serial number.
 * Throws when a bundled package is not in the lockfile.
 *
 * @param {Iterable<string>} moduleIds of the bundled program
 */
export function billOfMaterials(moduleIds) {
  const locked = readLockfile();
  const root = locked[''];
  if (root === undefined) throw new Error('the lockfile does not describe this package');
  const bundled = packageFolders(moduleIds).map((folder) => bundledPart(folder, locked));
  const installed = installedParts(locked);
  const parts = [...bundled, ...installed].sort((one, other) => (one.path < other.path ? -1 : 1));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...componentOf('keyward', root), type: 'application' } },
    components: parts.map((part) => ({
      ...componentOf(part.name, part.locked),
      scope: part.locked.optional === true ? 'optional' : 'required',
      properties: [{ name: 'keyward:delivery', value: part.isBundled ? 'bundled' : 'installed' }],
    })),
    dependencies: dependenciesOf({ root, parts, locked }),
  };
}

/** @returns {Record<string, Locked>} */
function readLockfile() {
  return JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')).packages;
}

/** @param {string} folder @param {Record<string, Locked>} locked @returns {Part} */
function bundledPart(folder, locked) {
  const path = folder.slice(projectFolder.length + 1).replaceAll('\\', '/');
  return { ...partAt(path, locked), isBundled: true };
}

/** What npm installs with the package, on any system. @param {Record<string, Locked>} locked @returns {Part[]} */
function installedParts(locked) {
  const found = new Set(namesOf(locked['']).map((name) => pathOf(name, '', locked)));
  for (const path of found) for (const name of namesOf(locked[path])) found.add(pathOf(name, path, locked));
  return [...found].map((path) => ({ ...partAt(path, locked), isBundled: false }));
}

/** @param {Locked | undefined} entry */
function namesOf(entry) {
  return Object.keys({ ...entry?.dependencies, ...entry?.optionalDependencies });
}

/** As Node finds it: in the folder of who asks, else further up. @param {string} name @param {string} from @param {Record<string, Locked>} locked */
function pathOf(name, from, locked) {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (locked[path] !== undefined) return path;
    if (folder === '') throw new Error(`the lockfile has no ${name}`);
  }
}

/** @param {string} path @param {Record<string, Locked>} locked */
function partAt(path, locked) {
  const entry = locked[path];
  if (entry === undefined) throw new Error(`the lockfile has no ${path}`);
  return { path, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), locked: entry };
}

/** @param {string} name @param {Locked} locked */
function componentOf(name, { version, license, integrity }) {
  const [scope, plain = scope] = name.split('/');
  const purl = purlOf(name, version);
  return {
    type: 'library',
    'bom-ref': purl,
    ...(plain === scope ? {} : { group: scope }),
    name: plain,
    version,
    ...(license === undefined ? {} : { licenses: [licenseOf(license)] }),
    ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
    purl,
  };
}

/** @param {string} name @param {string} version */
function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** @param {string} license a name of SPDX, or an expression of several */
function licenseOf(license) {
  return /[ ()]/.test(license) ? { expression: license } : { license: { id: license } };
}

/** @param {string} integrity as the lockfile has it */
function hashOf(integrity) {
  const [algorithm = '', digest = ''] = integrity.split('-');
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') };
}

/** @param {{ root: Locked, parts: readonly Part[], locked: Record<string, Locked> }} all */
function dependenciesOf({ root, parts, locked }) {
  const refs = new Map(parts.map(({ path, name, locked: { version } }) => [path, purlOf(name, version)]));
  const own = new Set(parts.filter(({ isBundled }) => isBundled).map(({ path }) => path));
  for (const name of namesOf(root)) own.add(pathOf(name, '', locked));
  return [
    { ref: purlOf('keyward', root.version), dependsOn: [...own].map((path) => refs.get(path)) },
    ...parts.map(({ path, name, locked: entry, isBundled }) => ({
      ref: purlOf(name, entry.version),
      dependsOn: isBundled ? [] : namesOf(entry).map((one) => refs.get(pathOf(one, path, locked))),
    })),
  ];
}
