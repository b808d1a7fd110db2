import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { commandLineAt, type CommandLine } from './command-line.ts';

/**
 * A data folder made once for all tests of a file, each of which begins with a copy of it
 * (`openCommandLine(folder())`).
 */
export function preparedFolder(prepare: (line: CommandLine) => Promise<void>): () => string {
  let home = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'keyward-prepared-'));
    await prepare(commandLineAt(home));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));
  return () => home;
}
