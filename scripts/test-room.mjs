// @ts-check
// `npm run test:room -- ROOM...`: the tests in test/ROOM, and no others.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, toolPath } from './project.mjs';

const rooms = process.argv.slice(2);
const unknown = rooms.filter((room) => !existsSync(join(projectFolder, 'test', room)));
if (rooms.length === 0 || unknown.length > 0) {
  console.error(
    unknown.length > 0 ? `no tests in test/: ${unknown.join(', ')}` : 'usage: npm run test:room -- ROOM...',
  );
  process.exitCode = 2;
} else {
  const folders = rooms.map((room) => `test/${room}/`);
  const options = [toolPath('vitest', 'vitest.mjs'), 'run', ...folders];
  const [code] = await once(spawn(process.execPath, options, { cwd: projectFolder, stdio: 'inherit' }), 'exit');
  process.exitCode = code ?? 1;
}
