import { describe, expect, it } from 'vitest';
import { openCommandLine, type CommandLine } from '../support/command-line.ts';
import { preparedFolder } from '../support/prepared-folder.ts';

const SECRET = 'canary-7Qm2xvT9pLw4Zk8';

const empty = preparedFolder(async ({ json }) => {
  await json(['vault', 'create', 'ai-agents']);
});

async function create(...flags: readonly string[]): Promise<Awaited<ReturnType<CommandLine['cli']>>> {
  const { cli } = await openCommandLine(empty());
  return cli(['item', 'create', 'ai-agents/it', ...flags, '--json'], SECRET);
}

async function bindingOf(...flags: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await create(...flags);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return (JSON.parse(stdout) as { binding: unknown }).binding;
}

describe('service list', () => {
  it('shows every service in a table and as an array, without a data folder', async () => {
    const { cli, json } = await openCommandLine();
    expect((await cli(['service', 'list'])).stdout).toMatch(/^github +GitHub +code-host +https:\/\/api\.github\.com/m);
    expect(await json(['service', 'list'])).toContainEqual(
      expect.objectContaining({ id: 'github', get_writes: false }),
    );
  });

  it('shows one kind', async () => {
    const { json } = await openCommandLine();
    const found = (await json(['service', 'list', '--category', 'payments'])) as readonly { category: string }[];
    expect(found.length).toBeGreaterThan(5);
    expect(new Set(found.map(({ category }) => category))).toEqual(new Set(['payments']));
  });
});

describe('service show', () => {
  it('says what reads, what writes and what is never allowed', async () => {
    const { cli, json } = await openCommandLine();
    const { stdout } = await cli(['service', 'show', 'GitHub']);
    expect(stdout).toMatch(/^never +POST \/app\/installations\/\*\/access_tokens$/m);
    expect(await json(['service', 'show', 'github'])).toMatchObject({
      binding: { origins: ['https://api.github.com'], auth: 'bearer', graphql: '/graphql' },
    });
  });

  it('warns where GET changes things', async () => {
    const { cli } = await openCommandLine();
    expect((await cli(['service', 'show', 'slack'])).stdout).toContain('read-only is no promise');
  });

  it('refuses an unknown service', async () => {
    const { cli } = await openCommandLine();
    expect(await cli(['service', 'show', 'unknown'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('item create --service', () => {
  it('fills in origin, placement, headers and what only reads', async () => {
    const binding = await bindingOf('--service', 'openai');
    expect(binding).toMatchObject({ origins: ['https://api.openai.com'], auth: { scheme: 'bearer' } });
    expect(binding).toHaveProperty('headers', expect.arrayContaining(['openai-organization', 'accept']));
    expect(paths(binding)).toContain('allow GET /v1/models/**');
    expect(paths(binding)).toContain('deny GET,POST,DELETE /v1/organization/**');
    expect(paths(binding)).not.toContain('allow POST /v1/responses');
  });

  it('says what it left out, and the options that add it', async () => {
    const { stderr } = await create('--service', 'openai');
    expect(stderr).toMatch(/costs money \(--service-spends adds it\): POST \/v1\/responses/);
    expect(stderr).toMatch(/writes \(--service-writes adds it, and asks\): POST \/v1\/files/);
  });

  it('adds what costs and what writes when told to, and lets each write ask', async () => {
    const binding = await bindingOf('--service', 'openai', '--service-spends', '--service-writes');
    const rules = (binding as { rules: readonly { path: string; approval?: string }[] }).rules;
    expect(rules.find(({ path }) => path === '/v1/responses')).not.toHaveProperty('approval');
    expect(rules.find(({ path }) => path === '/v1/batches')).toHaveProperty('approval', 'always');
  });

  it('allows GraphQL queries by their body, and no mutation', async () => {
    const binding = await bindingOf('--service', 'linear');
    expect(binding).toHaveProperty(
      'rules',
      expect.arrayContaining([
        { methods: ['POST'], path: '/graphql', body: { json: [{ pointer: '/query', graphql: 'query' }] } },
      ]),
    );
  });

  it('lets flags win', async () => {
    const flags = ['--url', 'https://proxy.example', '--auth', 'header:x-key', '--allow', 'GET /only'];
    const binding = await bindingOf('--service', 'openai', ...flags);
    expect(binding).toMatchObject({ origins: ['https://proxy.example'], auth: { scheme: 'header', name: 'x-key' } });
    expect(paths(binding)).toEqual(['allow GET /only']);
  });

  it('asks for the origin where every customer has one', async () => {
    expect(await create('--service', 'zendesk', '--username', 'me')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('https://*.zendesk.com'),
    });
    const binding = await bindingOf('--service', 'zendesk', '--username', 'me', '--url', 'https://acme.zendesk.com');
    expect(binding).toMatchObject({ origins: ['https://acme.zendesk.com'], auth: { scheme: 'basic' } });
  });

  it('fills in a user name that is the same for all users', async () => {
    expect(await bindingOf('--service', 'mailgun')).toMatchObject({ auth: { scheme: 'basic' } });
  });

  it('says that a service writes by GET, and that a word stands before the credential', async () => {
    expect((await create('--service', 'slack')).stderr).toContain('slack also writes by GET');
    expect((await create('--service', 'discord')).stderr).toContain('"Bot " before the credential');
  });

  it('says why nothing can be proposed, and takes what is given', async () => {
    expect(await create('--service', 'aws')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('every request is signed'),
    });
    const given = ['--url', 'https://bedrock.example', '--auth', 'bearer'];
    expect(await create('--service', 'aws', ...given)).toMatchObject({ code: 0 });
  });

  it.each([
    ['an unknown service', ['--service', 'unknown']],
    ['a service of which no call only reads', ['--service', 'voyage']],
    ['a binding file beside it', ['--service', 'openai', '--binding', 'binding.json']],
    ['its options without it', ['--service-writes', '--url', 'https://a.example', '--auth', 'bearer']],
  ])('refuses %s', async (_what, flags) => {
    expect(await create(...flags)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('CONFIG_INVALID'),
    });
  });
});

function paths(binding: unknown): readonly string[] {
  const { rules } = binding as { rules: readonly { effect?: string; methods: readonly string[]; path: string }[] };
  return rules.map(({ effect = 'allow', methods, path }) => `${effect} ${methods.join(',')} ${path}`);
}
