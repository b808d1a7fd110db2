// @ts-check
// Packages that the shipped program loads from node_modules; all others are bundled into it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.mjs';

const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));

/** @type {readonly string[]} */
export const loadedPackages = Object.keys({ ...dependencies, ...optionalDependencies });
