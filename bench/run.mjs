// @ts-check
// `npm run bench [NAME...]`: run what bench/*.ts export as `bench` one after the other, and print one table.
import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from '../scripts/build-if-stale.mjs';
import { bundleScript } from '../scripts/bundle-script.mjs';

/** @typedef {{ name: string, value: number, unit: string, aim: string }} Row */

await buildIfStale();
const rows = [];
for (const file of await chosenFiles(process.argv.slice(2))) rows.push(...(await measure(file)));
console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model.trim()}\n`,
);
console.log(table(rows));

/** @param {readonly string[]} names */
async function chosenFiles(names) {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.ts')).sort();
  const unknown = names.filter((name) => !files.includes(`${name}.ts`));
  if (unknown.length > 0) throw new Error(`there is no benchmark ${unknown.join(', ')}`);
  return files.filter((file) => names.length === 0 || names.includes(basename(file, '.ts')));
}

/** @param {string} file @returns {Promise<readonly Row[]>} */
async function measure(file) {
  const { bench } = await import(pathToFileURL(await bundleScript(join(import.meta.dirname, file))).href);
  return bench === undefined ? [] : bench();
}

/** @param {readonly Row[]} measured */
function table(measured) {
  const cells = [
    ['what', 'value', 'unit', 'aim'],
    ['---', '---:', '---', '---'],
    ...measured.map(({ name, value, unit, aim }) => [name, String(value), unit, aim]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) => `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`)
    .join('\n');
}

/** @param {string} cell @param {number} width @param {number} column */
function pad(cell, width, column) {
  if (cell.startsWith('---')) return cell.endsWith(':') ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width);
  return column === 1 ? cell.padStart(width) : cell.padEnd(width);
}
