import { execFileSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startKeyward } from '../support/keyward.ts';

const checkpointAnswer = z.object({ size: z.int(), note: z.string(), key: z.string() });

it('an export, a checkpoint and a key prove a trail offline; an edit and a cut-off end are found', async () => {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'ai-agents']);
  const { note, key } = checkpointAnswer.parse(await keyward.json(['audit', 'checkpoint', '--to', keyward.home]));
  const [trail, kept] = ['trail.jsonl', 'kept.txt'].map((name) => join(keyward.home, name));
  if (trail === undefined || kept === undefined) throw new Error('two names make two paths');
  await writeFile(kept, note, { mode: 0o600 });
  await keyward.json(['audit', 'export', '--output', trail]);
  const evidence = ['--export', trail, '--checkpoint', kept, '--key', key];

  expect((await stat(trail)).mode & 0o777).toBe(0o600);
  expect(await keyward.json(['audit', 'verify', ...evidence])).toMatchObject({ kind: 'intact' });
  expect(await keyward.cli(['audit', 'export', '--output', trail])).toMatchObject({ code: 2 });

  const text = await readFile(trail, 'utf8');
  await writeFile(trail, text.replace('ai-agents', 'ai_agents'));
  expect(await keyward.cli(['audit', 'verify', ...evidence])).toMatchObject({ code: 8 });
  await writeFile(trail, `${text.split('\n').slice(0, 2).join('\n')}\n`);
  expect(await keyward.cli(['audit', 'verify', ...evidence])).toMatchObject({ code: 8 });
});

it.each(['jsonl', 'ocsf', 'ecs', 'cef', 'otlp', 'syslog', '1password', 'csv'])(
  'the trail leaves as %s',
  async (format) => {
    const keyward = await startKeyward();
    await keyward.json(['vault', 'create', 'ai-agents']);

    const { code, stdout } = await keyward.cli(['audit', 'export', '--format', format]);

    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(0);
  },
);

it('an unknown format is refused with the ones there are', async () => {
  const keyward = await startKeyward();

  expect(await keyward.cli(['audit', 'export', '--format', 'xml'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ocsf'),
  });
});

const hasPython = ((): boolean => {
  try {
    execFileSync('python3', ['-c', 'import hashlib'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(!hasPython)('the independent verifier accepts the export (skipped where there is no python3)', async () => {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'ai-agents']);
  const { key } = checkpointAnswer.parse(await keyward.json(['audit', 'checkpoint']));
  const trail = join(keyward.home, 'trail.jsonl');
  await keyward.json(['audit', 'export', '--output', trail]);
  const verifier = new URL('../../docs/verify/verify.py', import.meta.url).pathname;

  expect(execFileSync('python3', [verifier, trail, key], { encoding: 'utf8' })).toMatch(/ok|intact|verified/i);
});
