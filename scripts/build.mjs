// @ts-check
// `npm run build`: the program and its type declarations in dist/, and nothing else left there. With `--if-stale`
// only the program, and only when dist/ is not of this source.
import { buildIfStale } from './build-if-stale.mjs';
import { buildProgram, removeOlderThan, requireEntries } from './build-program.mjs';
import { buildTypes } from './build-types.mjs';
import { distFolder } from './project.mjs';

try {
  await (process.argv.includes('--if-stale') ? buildIfStale() : buildAll());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function buildAll() {
  const startedAt = Date.now();
  requireEntries();
  const [{ files, bytes }] = await Promise.all([buildProgram(), buildTypes()]);
  await removeOlderThan(distFolder, startedAt);
  console.log(`built dist/: ${files} files, ${Math.round(bytes / 1024)} KiB, in ${Date.now() - startedAt} ms`);
}
