import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Written apart from agent-kit.ts, which only a test can import: it asks vitest for the current test.
const CANARY = 'kwtest_9fQ2mX7vLr4TzB8nWc3YpHs6Jd1GkUaE';
const DATA_FILE = /^(?:keyward|audit)\.db|\.(?:key|log|jsonl)$/;

/** After the last test: no data folder that was left behind holds the planted secret, whichever test planted it. */
export default function setup(): () => Promise<void> {
  return async () => {
    const folders = (await readdir(tmpdir())).filter((name) => name.startsWith('keyward-'));
    const leaks = (await Promise.all(folders.map((name) => filesWithSecret(join(tmpdir(), name))))).flat();
    if (leaks.length === 0) return;
    // What a teardown throws is printed, and the run still counts as passed.
    process.exitCode = 1;
    throw new Error(`the planted secret was left in:\n${leaks.join('\n')}`);
  };
}

// Another run on the same machine may remove its folders meanwhile: what is gone holds nothing.
async function filesWithSecret(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => DATA_FILE.test(name)).map((name) => join(folder, name));
  const contents = await Promise.all(paths.map((path) => readFile(path, 'latin1').catch(() => '')));
  return paths.filter((_, index) => contents[index]?.includes(CANARY) === true);
}
