// @ts-check
// `npm run openapi`: write docs/openapi.json from the schemas that requests are checked with.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleScript } from './bundle-script.mjs';
import { projectFolder, toolPath } from './project.mjs';

const load = async (/** @type {string} */ path) =>
  import(pathToFileURL(await bundleScript(join(projectFolder, path))).href);

const { openApiDocument } = await load('src/api/openapi.ts');
const { VERSION } = await load('src/cli/version.ts');
const target = join(projectFolder, 'docs/openapi.json');
await writeFile(target, `${JSON.stringify(openApiDocument(VERSION), null, 2)}\n`);
const options = ['-c', join(projectFolder, '.config/oxfmt.json'), target];
const [code] = await once(
  spawn(process.execPath, [toolPath('oxfmt', 'bin/oxfmt'), ...options], { stdio: 'inherit' }),
  'exit',
);
process.exitCode = code;
