// @ts-check
// `npm run build`: the program and its type declarations in dist/, and nothing else left there. With `--if-stale`
// only the program, and only when dist/ is not of this source.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
import { buildProgram, removeOlderThan, requireEntries } from './build-program.mjs';
import { distFolder, projectFolder, toolPath } from './project.mjs';

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

/** In a process of its own: the compiler takes as long as all the rest. */
async function buildTypes() {
  const options = ['-p', join(projectFolder, 'tsconfig.build.json')];
  const compiler = spawn(process.execPath, [toolPath('typescript', 'bin/tsc'), ...options], { stdio: 'inherit' });
  const [code] = await once(compiler, 'exit');
  if (code !== 0) throw new Error('cannot build: the types do not compile');
}
