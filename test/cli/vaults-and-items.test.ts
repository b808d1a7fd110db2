import { describe, expect, it } from 'vitest';
import { openCommandLine, type CommandLine } from '../support/command-line.ts';
import { preparedFolder } from '../support/prepared-folder.ts';

const ANTHROPIC = ['--url', 'https://api.anthropic.com', '--auth', 'header:x-api-key', '--allow', 'GET,POST /v1/**'];
const SECRET = 'sk-canary-7Qm2xvT9pLw4';

const empty = preparedFolder(async ({ json }) => {
  await json(['vault', 'create', 'ai-agents']);
});

const prepared = preparedFolder(async ({ json }) => {
  await json(['vault', 'create', 'ai-agents']);
  await json(['item', 'create', 'ai-agents/anthropic', ...ANTHROPIC], SECRET);
});

async function withItem(): Promise<CommandLine> {
  return openCommandLine(prepared());
}

async function withNewItem(flags: readonly string[]): Promise<CommandLine> {
  const keyward = await openCommandLine(empty());
  await keyward.json(['item', 'create', 'ai-agents/anthropic', ...flags], SECRET);
  return keyward;
}

describe('vaults', () => {
  it('are made by the first command of all, which says what else it made', async () => {
    const { cli, home } = await openCommandLine();
    const first = await cli(['vault', 'create', 'ai-agents']);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^made the vault ai-agents \([a-z2-7]{26}\)\n$/),
    });
    expect(first.stderr).toBe(`made the data folder ${home} and its owner key\n`);
    expect(await cli(['vault', 'create', 'ai-agents'])).toMatchObject({ code: 6, stdout: '' });
  });

  it('are listed with what they hold, as an array with --json', async () => {
    const { cli, json } = await withItem();
    expect((await cli(['vault', 'list'])).stdout).toMatch(/^NAME +ITEMS +CREATED \(UTC\) +ID\nai-agents +1 +2/);
    expect(await json(['vault', 'list'])).toEqual([
      { id: expect.any(String), name: 'ai-agents', items: 1, created_at: expect.stringMatching(/^2.*Z$/) },
    ]);
  });

  it('with items are deleted only by force', async () => {
    const { cli, json } = await withItem();
    expect((await cli(['vault', 'delete', 'ai-agents'])).code).toBe(6);
    expect((await cli(['vault', 'delete', 'ai-agents', '--force'])).code).toBe(0);
    expect(await json(['vault', 'list'])).toEqual([]);
    expect((await cli(['vault', 'delete', 'ai-agents'])).code).toBe(3);
  });
});

describe('item create', () => {
  it('stores what comes by stdin and shows where it may go', async () => {
    const { cli } = await openCommandLine(empty());
    const { code, stdout } = await cli(['item', 'create', 'ai-agents/anthropic', ...ANTHROPIC], SECRET);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stored ai-agents\/anthropic/);
    expect(stdout).toContain('rule: GET,POST /v1/**');
  });

  it('allows reading and nothing else when --allow is left out', async () => {
    const { json } = await withNewItem(['--url', 'https://api.example.com', '--auth', 'bearer']);
    const answer = await json(['item', 'get', 'anthropic']);
    expect(answer).toMatchObject({
      binding: { rules: [{ methods: ['GET', 'HEAD'], path: '/**' }], approval: 'never' },
    });
  });

  it.each([
    ['nothing', '', 'ITEM_INVALID'],
    ['only a line break', '\n', 'ITEM_INVALID'],
    ['a second line', 'a\nb\n', 'ITEM_INVALID'],
    ['more than 64 KiB', 'x'.repeat(70_000), 'ITEM_INVALID'],
  ])('refuses %s as a secret', async (_name, stdin, errorCode) => {
    const { cli } = await openCommandLine(empty());
    const { code, stderr } = await cli(['item', 'create', 'ai-agents/anthropic', ...ANTHROPIC], stdin);
    expect(code).toBe(2);
    expect(stderr).toContain(errorCode);
  });

  it('needs a user name for basic', async () => {
    const { cli } = await openCommandLine(empty());
    const args = ['item', 'create', 'ai-agents/jira', '--url', 'https://jira.example.com', '--auth', 'basic'];
    expect(await cli(args, SECRET)).toMatchObject({ code: 2, stderr: expect.stringContaining('--username') });
    expect((await cli([...args, '--username', 'me'], SECRET)).code).toBe(0);
    const nameless = args.with(2, 'ai-agents/devops');
    expect((await cli([...nameless, '--username', ''], SECRET)).code).toBe(0);
  });

  it('refuses an unknown vault and a title that is taken', async () => {
    const { cli } = await withItem();
    expect((await cli(['item', 'create', 'nowhere/x', ...ANTHROPIC], SECRET)).code).toBe(3);
    expect((await cli(['item', 'create', 'ai-agents/ANTHROPIC', ...ANTHROPIC], SECRET)).code).toBe(6);
  });

  it('keeps everything the options say', async () => {
    const words =
      '--url http://127.0.0.1:8080 --auth query:key --approval writes --allow-private-network 10.1.0.0/16 --rate 60/min ' +
      '--response status-only --query page,limit --redirects 2 --tag a --tag b --category login --field team=core';
    const { json } = await withNewItem([
      ...words.split(' '),
      '--allow',
      'read-write /v1/**',
      '--allow',
      '!DELETE /v1/**',
    ]);
    expect(await json(['item', 'get', 'anthropic'])).toMatchObject({
      category: 'login',
      tags: ['a', 'b'],
      fields: [{ id: 'team' }, { id: 'credential' }],
      binding: {
        origins: ['http://127.0.0.1:8080'],
        auth: { scheme: 'query', name: 'key' },
        approval: 'writes',
        privateNetworks: ['10.1.0.0/16'],
        rate: '60/min',
        response: { mode: 'status_only' },
        query: ['page', 'limit'],
        redirects: { max: 2 },
      },
    });
  });

  it('without a value for --allow-private-network allows every private range', async () => {
    const { json } = await withNewItem([
      '--url',
      'http://intra.example.com',
      '--auth',
      'bearer',
      '--allow-private-network',
    ]);
    const answer = await json(['item', 'get', 'anthropic']);
    expect(answer).toMatchObject({
      binding: { privateNetworks: expect.arrayContaining(['10.0.0.0/8', '127.0.0.0/8']) },
    });
  });
});

describe('item get', () => {
  it('conceals every value', async () => {
    const { cli } = await withItem();
    const { code, stdout } = await cli(['item', 'get', 'ai-agents/anthropic']);
    expect(code).toBe(0);
    expect(stdout).toContain('<concealed by keyward>');
    expect(stdout).not.toContain(SECRET);
  });

  it('refuses to reveal to a program, without decrypting anything', async () => {
    const { cli, json } = await withItem();
    const { code, stdout, stderr } = await cli(['item', 'get', 'anthropic', '--reveal', '--json']);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'CLI_TERMINAL_REQUIRED' } });
    expect(JSON.stringify(await json(['audit', 'list']))).not.toContain('item.revealed');
  });

  it('names the candidates of an ambiguous title, and never takes the first', async () => {
    const { cli } = await withItem();
    await cli(['vault', 'create', 'other']);
    await cli(['item', 'create', 'other/anthropic', ...ANTHROPIC], SECRET);
    const { code, stderr } = await cli(['item', 'get', 'anthropic']);
    expect(code).toBe(6);
    expect(stderr).toContain('ITEM_AMBIGUOUS');
    expect(stderr).toContain('ai-agents/anthropic, other/anthropic');
    expect((await cli(['item', 'get', 'other/anthropic'])).code).toBe(0);
    expect((await cli(['item', 'get', 'nothing'])).code).toBe(3);
  });
});

it('item list is an array of everything but values, narrowed by --vault', async () => {
  const { cli, json } = await withItem();
  await cli(['vault', 'create', 'other']);
  expect(await json(['item', 'list'])).toMatchObject([
    { title: 'anthropic', vault: { name: 'ai-agents' }, version: 1 },
  ]);
  expect(await json(['item', 'list', '--vault', 'other'])).toEqual([]);
  expect((await cli(['item', 'list', '--vault', 'nowhere'])).code).toBe(3);
  expect((await cli(['item', 'list', '--vault', 'other'])).stdout).toContain('no items yet');
});

it('item delete deletes it for good', async () => {
  const { cli, json } = await withItem();
  expect(await json(['item', 'delete', 'anthropic'])).toMatchObject({ title: 'anthropic', deleted: true });
  expect((await cli(['item', 'get', 'anthropic'])).code).toBe(3);
});

describe('a secret that is easy to guess', () => {
  it('is stored and named as one, unless it is allowed or a decoy', async () => {
    const { cli } = await openCommandLine(empty());
    const flags = ['--url', 'https://api.example.com', '--auth', 'bearer'];
    const said = async (title: string, ...more: string[]) =>
      (await cli(['item', 'create', `ai-agents/${title}`, ...flags, ...more], 'Sommer2026-Berlin!')).stderr;
    expect(await said('weak')).toContain('ITEM_SECRET_TOO_WEAK');
    expect(await said('allowed', '--allow-weak-secret')).not.toContain('ITEM_SECRET_TOO_WEAK');
    expect(await said('bait', '--decoy')).not.toContain('ITEM_SECRET_TOO_WEAK');
  });
});
