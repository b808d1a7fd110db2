// @ts-check
// How this project's TypeScript becomes JavaScript that Node 20 runs: one set of options for the shipped
// build, the benchmarks and the small programs that tests start as child processes.
import { rolldown } from 'rolldown';
import { loadedPackages } from './loaded-packages.mjs';

/** The main file of this one loads its parts in a way no bundler sees (UMD). */
const ALIASES = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };

/** @param {string} id */
function isLoaded(id) {
  return loadedPackages.some((name) => id === name || id.startsWith(`${name}/`));
}

/** Warnings that would mean a bundle that breaks when it runs. */
const FATAL_WARNINGS = new Set(['UNRESOLVED_IMPORT', 'IMPORT_IS_UNDEFINED', 'CIRCULAR_REEXPORT']);

/**
 * Bundle entries in memory. Throws what rolldown throws, or an Error naming the imports that lead nowhere.
 *
 * @param {{ input: Record<string, string>, output?: import('rolldown').OutputOptions, external?: RegExp, plugins?: import('rolldown').Plugin[] }} options
 */
export async function bundleEntries({ input, output, external, plugins = [] }) {
  /** @type {string[]} */
  const fatal = [];
  const bundle = await rolldown({
    input,
    platform: 'node',
    resolve: { alias: ALIASES },
    plugins,
    external: (id) => isLoaded(id) || external?.test(id) === true,
    preserveEntrySignatures: 'allow-extension',
    tsconfig: false,
    transform: { target: 'node20.19' },
    onLog(level, log, forward) {
      if (FATAL_WARNINGS.has(log.code ?? '')) fatal.push(log.message);
      else if (level === 'warn' && !/node_modules/.test(log.id ?? log.loc?.file ?? '')) forward(level, log);
    },
  });
  try {
    const result = await bundle.generate({
      format: 'esm',
      comments: { legal: true, annotation: false, jsdoc: false },
      ...output,
    });
    if (fatal.length > 0) throw new Error(fatal.join('\n'));
    return result.output;
  } finally {
    await bundle.close();
  }
}
