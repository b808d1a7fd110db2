// @ts-check
// `npm run check`: everything that can be said of the code without running it. Every step runs, also after a failed
// one; the outcome is 1 when any failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { projectFolder } from './project.mjs';

/** The package scripts in order, and what each holds. */
const STEPS = [
  ['format:check', 'format'],
  ['lint', 'lint, with types'],
  ['typecheck', 'types'],
  ['rooms', 'import rules'],
  ['unused', 'unused code'],
];

const failed = [];
for (const [script = '', title] of STEPS) {
  const startedAt = Date.now();
  const { code, output } = await run(script);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${title} (npm run ${script}, ${seconds} s)`);
  if (code === 0) continue;
  failed.push(title);
  console.log(output.replace(/^/gm, '    ').trimEnd());
}
console.log(failed.length === 0 ? 'check: passed' : `check: FAILED: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** @param {string} script */
async function run(script) {
  const npm = process.env['npm_execpath'];
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const child = spawn(command, [...first, 'run', '--silent', script], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, output: `${stdout}${stderr}` };
}
