// @ts-check
// What npm puts into node_modules for a package, as far as it is installed here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.mjs';

/**
 * These packages and all they need.
 *
 * @param {readonly string[]} names
 * @returns {readonly string[]}
 */
export function installedPackages(names) {
  const found = new Set();
  const queue = [...names];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (found.has(name) || !existsSync(join(projectFolder, 'node_modules', name))) continue;
    found.add(name);
    const { dependencies, optionalDependencies } = LOCKED[`node_modules/${name}`] ?? {};
    queue.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
  }
  return [...found];
}

/** @type {Readonly<Record<string, { dependencies?: object, optionalDependencies?: object }>>} */
const LOCKED = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')).packages;
