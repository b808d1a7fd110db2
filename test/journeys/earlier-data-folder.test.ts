import { chmod, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openCommandLine, type CommandLine } from '../support/command-line.ts';

const FIXTURE = resolve(import.meta.dirname, '../fixtures/data-folder-0.1');

/** A data folder as version 0.1 wrote it: two vaults, three items, two agents, a trail with checkpoints. */
async function openEarlier(): Promise<CommandLine> {
  const line = await openCommandLine(FIXTURE);
  // git keeps no modes, and a folder or a key that others may read is refused.
  await chmod(line.home, 0o700);
  for (const entry of await readdir(line.home, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
  return line;
}

const items = z.array(z.object({ vault: z.object({ name: z.string() }), title: z.string() }));
const agents = z.array(z.object({ name: z.string(), status: z.string() }));

describe('a data folder of version 0.1', () => {
  it('opens, with its vaults and items', async () => {
    const { json } = await openEarlier();
    expect(await json(['vault', 'list'])).toMatchObject([{ name: 'ai-agents' }, { name: 'deploy' }]);
    const titles = items.parse(await json(['item', 'list'])).map(({ vault, title }) => `${vault.name}/${title}`);
    expect(titles.toSorted()).toEqual(['ai-agents/example', 'ai-agents/header', 'deploy/database']);
  });

  it('gives its owner a value', async () => {
    const { cli } = await openEarlier();
    const read = await cli(['read', 'op://deploy/database/credential']);
    expect(read).toEqual({ code: 0, stdout: 'fixture-password-0123456789\n', stderr: '' });
  });

  it('knows its agents, also the one that was revoked', async () => {
    const { json } = await openEarlier();
    const known = agents.parse(await json(['agent', 'list'])).map(({ name, status }) => ({ name, status }));
    expect(known).toContainEqual({ name: 'ended', status: 'revoked' });
    expect(known.map(({ name }) => name)).toContain('claude-desktop');
  });

  it('has a trail that verifies, together with its checkpoints, and takes new records', async () => {
    const { cli, json } = await openEarlier();
    expect((await cli(['audit', 'anchor'])).stdout).toContain('no trail is signed for yet');
    await json(['vault', 'list']);
    const before = await cli(['audit', 'verify']);
    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(before.stdout).toMatch(/^intact: (?:[3-9]\d|\d{3,}) records/);
    expect(before.stdout).toMatch(/checkpoint/);
    await json(['vault', 'create', 'later']);
    expect((await cli(['audit', 'verify'])).code).toBe(0);
  });

  it('has nothing that doctor finds broken', async () => {
    const { json } = await openEarlier();
    const findings = z.array(z.object({ check: z.string(), status: z.string() })).parse(await json(['doctor']));
    expect(findings.filter(({ status }) => status === 'fail')).toEqual([]);
  });
});
