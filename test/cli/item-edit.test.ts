import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openCommandLine, type CommandLine } from '../support/command-line.ts';
import { preparedFolder } from '../support/prepared-folder.ts';
import { makeFolder } from '../support/vault-kit.ts';

const API = ['--url', 'https://api.example.com', '--auth', 'bearer', '--allow', 'GET /v1/**'];
const SECRET = 'sk-canary-7Qm2xvT9pLw4';

const prepared = preparedFolder(async ({ json }) => {
  await json(['vault', 'create', 'ai-agents']);
  await json(['item', 'create', 'ai-agents/api', ...API], SECRET);
});

async function withItem(): Promise<CommandLine> {
  return openCommandLine(prepared());
}

async function diffOf(keyward: CommandLine, flags: readonly string[], stdin?: string): Promise<readonly string[]> {
  return z.object({ diff: z.array(z.string()) }).parse(await keyward.json(['item', 'edit', 'api', ...flags], stdin))
    .diff;
}

describe('item edit', () => {
  it('shows what changes and replaces only what was said', async () => {
    const keyward = await withItem();
    expect(await diffOf(keyward, ['--allow', 'read-write /v2/**', '--approval', 'writes'])).toEqual([
      '- rule: GET /v1/**',
      '- approval: never',
      '+ rule: read-write /v2/**',
      '+ approval: writes',
    ]);
    expect(await keyward.json(['item', 'get', 'api'])).toMatchObject({
      version: 2,
      binding: { origins: ['https://api.example.com'], auth: { scheme: 'bearer' }, approval: 'writes' },
    });
  });

  it('changes the secret without ever showing it', async () => {
    const keyward = await withItem();
    const { code, stdout, stderr } = await keyward.cli(['item', 'edit', 'api', '--secret'], 'sk-another-canary-123');
    expect(code).toBe(0);
    expect(stdout).toContain('+ field: credential (new value)');
    expect(`${stdout}${stderr}`).not.toContain('canary');
  });

  it('asks for the fields that another placement needs', async () => {
    const keyward = await withItem();
    const refused = await keyward.cli(['item', 'edit', 'api', '--auth', 'basic']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--username') });
    expect(await diffOf(keyward, ['--auth', 'basic', '--username', 'me', '--secret'], SECRET)).toEqual(
      expect.arrayContaining(['+ field: username', '+ field: password', '- auth: bearer', '+ auth: basic']),
    );
  });

  it('changes title, tags and fields', async () => {
    const keyward = await withItem();
    const flags = ['--title', 'api two', '--tag', 'x', '--field', 'team=core', '--remove-field', 'absent'];
    expect(await diffOf(keyward, flags)).toEqual([
      '- title: api',
      '+ title: api two',
      '- tags: ',
      '+ tags: x',
      '+ field: team',
    ]);
    expect(await keyward.json(['item', 'get', 'ai-agents/api two'])).toMatchObject({ tags: ['x'], version: 2 });
  });

  it('takes the binding away and gives it back', async () => {
    const keyward = await withItem();
    expect(await diffOf(keyward, ['--unbind'])).toContain('- origin: https://api.example.com');
    expect(await keyward.json(['item', 'get', 'api'])).toMatchObject({ binding: null });
    expect((await keyward.cli(['item', 'edit', 'api', '--allow', 'GET /'])).code).toBe(2);
    expect(await diffOf(keyward, API)).toContain('+ origin: https://api.example.com');
  });

  it('says so when nothing would change, and writes nothing', async () => {
    const keyward = await withItem();
    expect((await keyward.cli(['item', 'edit', 'api', '--allow', 'GET /v1/**'])).stdout).toBe('nothing to change\n');
    expect((await keyward.cli(['item', 'edit', 'api'])).stdout).toBe('nothing to change\n');
    expect(await keyward.json(['item', 'get', 'api'])).toMatchObject({ version: 1 });
  });
});

describe('item check', () => {
  it.each([
    [['GET', 'https://api.example.com/v1/models'], 0, { decision: 'allow', code: 'POLICY_ALLOWED' }],
    [['POST', 'https://api.example.com/v1/models'], 4, { decision: 'deny', code: 'POLICY_METHOD_NOT_ALLOWED' }],
    [['GET', 'https://api.example.com/v2'], 4, { decision: 'deny', code: 'POLICY_PATH_NOT_ALLOWED' }],
    [['GET', 'https://evil.example/v1/models'], 4, { decision: 'deny', code: 'POLICY_ORIGIN_NOT_BOUND' }],
    [['GET', 'https://api.example.com/v1/../admin'], 4, { decision: 'deny' }],
    [['GET', 'not a url'], 4, { decision: 'deny', code: 'POLICY_URL_REFUSED' }],
    [
      ['GET', 'https://api.example.com/v1/x', '--header', 'host=evil'],
      4,
      { decision: 'deny', code: 'POLICY_HEADER_REFUSED' },
    ],
  ])('%j ends with %i', async (args, code, finding) => {
    const { cli } = await withItem();
    const result = await cli(['item', 'check', 'api', ...args, '--json']);
    expect(result.code).toBe(code);
    expect(JSON.parse(result.stdout)).toMatchObject(finding);
  });

  it.each([
    [['--body-form', 'charge=ch_1', '--body-form', 'reason=duplicate'], 0, 'POLICY_ALLOWED'],
    [['--body-text', 'charge=ch_1'], 4, 'POLICY_BODY_NOT_ALLOWED'],
    [['--body-json', '{}'], 4, 'POLICY_BODY_NOT_ALLOWED'],
    [['--body-json', '{}', '--body-form', 'charge=ch_1'], 4, 'POLICY_REQUEST_INVALID'],
    [['--body-form', '_method=DELETE'], 4, 'POLICY_BODY_NOT_ALLOWED'],
  ])('judges the kind of a body too: %j', async (args, code, found) => {
    const keyward = await withItem();
    const file = join(await makeFolder(), 'binding.json');
    const binding = { origins: ['https://api.example.com'], auth: { scheme: 'bearer' }, rules: ['POST /v1/refunds'] };
    await writeFile(file, JSON.stringify({ ...binding, body: { kinds: ['form'] } }));
    await keyward.json(['item', 'edit', 'api', '--binding', file]);
    const url = 'https://api.example.com/v1/refunds';
    const result = await keyward.cli(['item', 'check', 'api', 'POST', url, ...args, '--json']);
    expect([result.code, JSON.parse(result.stdout)]).toMatchObject([code, { code: found }]);
  });

  it('answers ask, and leaves its record in the trail', async () => {
    const keyward = await withItem();
    await keyward.json(['item', 'edit', 'api', '--approval', 'always']);
    const { code, stdout } = await keyward.cli([
      'item',
      'check',
      'api',
      'GET',
      'https://api.example.com/v1/x?token=canary',
    ]);
    expect({ code, asks: stdout.startsWith('ask: ') }).toEqual({ code: 0, asks: true });
    const [latest] = z.array(z.unknown()).parse(await keyward.json(['audit', 'list', '--limit', '1']));
    expect(latest).toMatchObject({ type: 'request.explained', request: { path: '/v1/x', query_names: ['token'] } });
    expect(JSON.stringify(latest)).not.toContain('canary');
  });

  it('does not know an unknown item', async () => {
    const { cli } = await withItem();
    expect((await cli(['item', 'check', 'nothing', 'GET', 'https://api.example.com/v1/x'])).code).toBe(3);
  });
});
