import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { builtProgram } from '../support/built-program.ts';
import { startKeyward } from '../support/keyward.ts';
import { readTranscript, writeTranscript, type Exchange } from './read-transcript.ts';

const FOLDER = import.meta.dirname;
const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.txt'));

/** What differs each time, by what it is. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/kwa_[a-z2-7]{26}_\w+/g, 'TOKEN'],
  [/\b[a-z2-7]{26}\b/g, 'ID'],
  [/\b[0-9a-f]{64}\b/g, 'HASH'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?/g, 'TIME'],
];

// Dozens of processes one after the other, also on a busy machine.
const TIMEOUT_MS = 240_000;

describe('transcripts', { timeout: TIMEOUT_MS }, () => {
  it.each(names)('%s', async (name) => {
    const path = join(FOLDER, name);
    const written = await readFile(path, 'utf8');
    const parts = readTranscript(written);
    const type = await openShell();
    const made: (string | Exchange)[] = [];
    for (const part of parts) made.push(typeof part === 'string' ? part : await type(part.command));
    // UPDATE_TRANSCRIPTS=1 writes down what came, for a person to read.
    if (process.env['UPDATE_TRANSCRIPTS'] === '1') await writeFile(path, writeTranscript(made));
    else expect(writeTranscript(made)).toBe(written);
  });

  it('show every verb of vaults, items, agents and values', async () => {
    const all = (await Promise.all(names.map((name) => readFile(join(FOLDER, name), 'utf8')))).join('\n');
    const verbs = COMMANDS.map(({ words }) => words).filter((words) =>
      /^(vault|item|agent|read|run|inject|init)\b/.test(words),
    );
    expect(verbs.filter((words) => !all.includes(`keyward ${words}`))).toEqual([]);
  });
});

/** A shell in an empty folder, with `keyward` on its path. */
async function openShell(): Promise<(command: string) => Promise<Exchange>> {
  const { home, env } = await startKeyward();
  const [cwd, bin] = [join(home, 'work'), join(home, 'bin')];
  for (const folder of [home, cwd, bin]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const keyward = join(bin, 'keyward');
  await writeFile(keyward, `#!/bin/sh\nexec '${process.execPath}' '${builtProgram()}' "$@"\n`);
  await chmod(keyward, 0o700);
  const variables = { ...env, KEYWARD_HOME: join(home, 'data'), PATH: `${bin}:${env['PATH'] ?? ''}`, TZ: 'UTC' };
  return async (command) => {
    const child = spawn('sh', ['-c', command], { cwd, env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const settled = (output: string): string =>
      CHANGING.reduce((shown, [pattern, name]) => shown.replace(pattern, name), output.replaceAll(home, 'HOME'))
        .replace(/[ \t]+$/gm, '')
        .replace(/(?<=\S) {2,}/g, '  ')
        .replace(/^\d+(?= {2}TIME)/gm, 'N');
    return { command, stdout: settled(stdout), stderr: settled(stderr), exitCode: Number(code) };
  };
}
