import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openCommandLine, type CommandLine } from '../support/command-line.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { preparedFolder } from '../support/prepared-folder.ts';

const created = z.strictObject({ id: z.string(), name: z.string(), token: z.string(), expires_at: z.iso.datetime() });
const SECRET = 'sk-canary-7Qm2xvT9pLw4';
const DAY_MS = 86_400_000;

const prepared = preparedFolder(async ({ json }) => {
  await json(['vault', 'create', 'ai-agents']);
  await json(['item', 'create', 'ai-agents/api', '--url', 'https://api.example.com', '--auth', 'bearer'], SECRET);
});

async function withVault(): Promise<CommandLine> {
  return openCommandLine(prepared());
}

describe('agent create', () => {
  it('prints the token once, with when it ends', async () => {
    const keyward = await withVault();
    const before = Date.now();
    const agent = created.parse(
      await keyward.json(['agent', 'create', 'claude-desktop', '--vault', 'ai-agents', '--expires-in', '2d']),
    );
    expect(agent.token).toMatch(/^kwa_[a-z2-7]{26}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    expect(Date.parse(agent.expires_at) - before).toBeGreaterThanOrEqual(2 * DAY_MS);
    expect(Date.parse(agent.expires_at) - Date.now()).toBeLessThanOrEqual(2 * DAY_MS);
    const everything = `${JSON.stringify(await keyward.json(['agent', 'list']))}${JSON.stringify(await keyward.json(['audit', 'list']))}`;
    expect(everything).not.toContain(agent.token.split('_')[2]);
  });

  it('without --json ends with the token on a line of its own', async () => {
    const { cli } = await withVault();
    const { stdout } = await cli(['agent', 'create', 'bot', '--vault', 'ai-agents']);
    expect(stdout.split('\n').at(-2)).toMatch(/^kwa_/);
  });

  it('refuses a taken name and an unknown vault, and says when an agent may use nothing', async () => {
    const { cli } = await withVault();
    expect(await cli(['agent', 'create', 'bot'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('may use nothing'),
    });
    expect((await cli(['agent', 'create', 'bot'])).code).toBe(6);
    expect((await cli(['agent', 'create', 'bot2', '--vault', 'nowhere'])).code).toBe(3);
  });
});

describe('the life of an agent', () => {
  it('is listed with its grants, by the names of vaults', async () => {
    const { cli, json } = await withVault();
    await json(['agent', 'create', 'bot', '--vault', 'ai-agents', '--can', 'read']);
    expect(await json(['agent', 'list'])).toMatchObject([
      { name: 'bot', status: 'active', grants: [{ vault: { name: 'ai-agents' }, can: 'read' }] },
    ]);
    expect((await cli(['agent', 'list'])).stdout).toMatch(
      /^AGENT +STATUS +UNTIL \(UTC\) +LAST USED \(UTC\) +VAULTS +ID\nbot +active .* never +ai-agents \(read\) /,
    );
  });

  it('goes on under a new token after rotation', async () => {
    const { json } = await withVault();
    const first = created.parse(await json(['agent', 'create', 'bot', '--vault', 'ai-agents']));
    const second = created.parse(await json(['agent', 'rotate', 'bot', '--expires-in', '1d']));
    expect(second).toMatchObject({ id: first.id, name: 'bot' });
    expect(second.token).not.toBe(first.token);
  });

  it('ends with revocation, by name or by id, and frees its name', async () => {
    const { cli, json } = await withVault();
    const { id } = created.parse(await json(['agent', 'create', 'bot', '--vault', 'ai-agents']));
    expect(await json(['agent', 'revoke', 'bot'])).toEqual({ id, name: 'bot', revoked: true });
    expect(await json(['agent', 'list'])).toMatchObject([{ id, status: 'revoked' }]);
    expect((await cli(['agent', 'rotate', 'bot'])).code).toBe(3);
    const next = created.parse(await json(['agent', 'create', 'bot', '--vault', 'ai-agents']));
    expect(await json(['agent', 'revoke', next.id])).toMatchObject({ id: next.id, revoked: true });
    expect((await cli(['agent', 'revoke', 'unknown'])).code).toBe(3);
  });
});

const describedAgent = z.looseObject({ tokens: z.array(z.looseObject({ id: z.string(), kind: z.string() })) });

describe('agent create --own-vault', () => {
  it('makes agent and vault, both recorded, in one command', async () => {
    const { json } = await withVault();
    await json(['agent', 'create', 'deploy-bot', '--own-vault']);
    expect(await json(['agent', 'describe', 'deploy-bot'])).toMatchObject({
      grants: [{ vault: { name: 'deploy-bot' }, can: 'use' }],
      last_used_at: null,
      standing: 'normal',
    });
    const types = z.array(z.looseObject({ type: z.string() })).parse(await json(['audit', 'list', '--limit', '5']));
    expect(types.map(({ type }) => type)).toEqual([
      'agent.granted',
      'agent.created',
      'change.intent',
      'vault.created',
      'change.intent',
    ]);
  });

  it('leaves no vault behind when the agent cannot be made', async () => {
    const { cli, json } = await withVault();
    await json(['agent', 'create', 'bot']);
    expect((await cli(['agent', 'create', 'bot', '--own-vault'])).code).toBe(6);
    expect(await json(['vault', 'list'])).toMatchObject([{ name: 'ai-agents' }]);
  });
});

describe('limits of an agent', () => {
  it('are shown, and refused when they make no sense', async () => {
    const { cli, json } = await withVault();
    const flags = ['--allow-transport', 'http', '--allow-client', 'cursor', '--allow-network', '10.1.0.0/16'];
    await json(['agent', 'create', 'bot', ...flags]);
    expect(await json(['agent', 'describe', 'bot'])).toMatchObject({
      limits: { transports: ['http'], clients: ['cursor'], networks: ['10.1.0.0/16'] },
    });
    expect((await cli(['agent', 'describe', 'bot'])).stdout).toMatch(/networks +10\.1\.0\.0\/16/);
    expect((await cli(['agent', 'create', 'bad', '--allow-network', '10.1.0.0/33'])).code).toBe(2);
    expect((await cli(['agent', 'create', 'bad', '--allow-transport', 'telnet'])).code).toBe(2);
  });
});

describe('agent token', () => {
  it('prints a narrower token once, and describe says what is left of it', async () => {
    const { json } = await withVault();
    await json(['agent', 'create', 'bot', '--vault', 'ai-agents']);
    const flags = ['--ttl', '24h', '--items', 'api', '--max-uses', '20'];
    const made = z
      .looseObject({ token: z.string(), token_id: z.string() })
      .parse(await json(['agent', 'token', 'bot', ...flags]));
    expect(made).toMatchObject({ name: 'bot', items: ['ai-agents/api'], max_uses: 20 });
    const everything = JSON.stringify([await json(['agent', 'describe', 'bot']), await json(['audit', 'list'])]);
    expect(everything).not.toContain(made.token.split('_')[2]);
    const { tokens } = describedAgent.parse(await json(['agent', 'describe', 'bot']));
    expect(tokens).toMatchObject([
      { kind: 'agent' },
      { kind: 'task', id: made.token_id, max_uses: 20, uses: 0, items: [expect.any(String)] },
    ]);
  });

  it('is refused for an unknown item, an item the agent was not granted, and an agent that ended', async () => {
    const { cli, json } = await withVault();
    await json(['agent', 'create', 'bot']);
    expect((await cli(['agent', 'token', 'bot', '--items', 'nothing'])).code).toBe(3);
    expect(await cli(['agent', 'token', 'bot', '--items', 'api'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('IDENTITY_NOT_PERMITTED'),
    });
    expect((await cli(['agent', 'token', 'bot', '--max-uses', '0'])).code).toBe(2);
    expect((await cli(['agent', 'token', 'bot', '--deprovision', '--max-uses', '1'])).code).toBe(2);
    await json(['agent', 'expire', 'bot']);
    expect((await cli(['agent', 'token', 'bot'])).code).toBe(3);
  });
});

describe('the end of an agent', () => {
  it('comes early with expire, which rotate undoes', async () => {
    const { cli, json } = await withVault();
    await json(['agent', 'create', 'bot', '--vault', 'ai-agents']);
    await json(['agent', 'expire', 'bot', '--in', '1h']);
    expect(await json(['agent', 'list'])).toMatchObject([{ status: 'active' }]);
    expect((await cli(['agent', 'expire', 'bot'])).stdout).toMatch(/^the tokens of the agent bot end at 2/);
    expect(await json(['agent', 'list'])).toMatchObject([{ status: 'expired' }]);
    await json(['agent', 'rotate', 'bot', '--overlap', '10m']);
    expect(await json(['agent', 'list'])).toMatchObject([{ status: 'active' }]);
  });

  it('is whole with delete, and a hook may run twice', async () => {
    const { cli, json } = await withVault();
    const { id } = created.parse(await json(['agent', 'create', 'bot', '--vault', 'ai-agents']));
    expect(await json(['agent', 'delete', 'bot', '--if-exists'])).toEqual({ id, name: 'bot', deleted: true });
    expect(await json(['agent', 'list'])).toEqual([]);
    expect(await json(['agent', 'delete', 'bot', '--if-exists'])).toEqual({ id: null, name: 'bot', deleted: false });
    expect((await cli(['agent', 'delete', 'bot'])).code).toBe(3);
    expect(await json(['audit', 'list', '--limit', '1'])).toMatchObject([{ type: 'agent.deleted', agent: { id } }]);
  });
});

it('agent revoke --rotate-keys gives the vaults of the agent new keys, and other agents go on', async () => {
  const { json } = await withVault();
  await json(['agent', 'create', 'bot', '--vault', 'ai-agents']);
  await json(['agent', 'create', 'other', '--vault', 'ai-agents']);
  expect(await json(['agent', 'revoke', 'bot', '--rotate-keys'])).toMatchObject({ rotated: ['ai-agents'] });
  expect(await json(['vault', 'rotate', 'ai-agents'])).toMatchObject({ name: 'ai-agents', key_version: 3 });
  expect(await json(['item', 'get', 'ai-agents/api'])).toMatchObject({ version: 1 });
  expect(await json(['agent', 'token', 'other', '--items', 'api'])).toMatchObject({ items: ['ai-agents/api'] });
  expect(await json(['audit', 'verify'])).toMatchObject({});
});

it('agent deprovision deletes the agent of its token, needs no owner key, and works once', async () => {
  const line = await withVault();
  const { json, home } = line;
  await json(['agent', 'create', 'bot', '--vault', 'ai-agents']);
  const hook = created.loose().parse(await json(['agent', 'token', 'bot', '--deprovision']));
  await rm(join(home, 'owner.key'));
  const withHook = line.with({ KEYWARD_SERVICE_ACCOUNT_TOKEN: hook.token });
  expect(await withHook.json(['agent', 'deprovision'])).toEqual({ id: hook.id, name: 'bot', deleted: true });
  expect((await withHook.cli(['agent', 'deprovision'])).code).toBe(4);
  expect(await json(['audit', 'list', '--limit', '1'])).toMatchObject([
    { type: 'agent.deleted', session: { principal: { kind: 'agent', name: 'bot' } } },
  ]);
});

describe('agent trust and exchange', () => {
  it('let a job act as an agent that has no token', async () => {
    const { cli, json, home } = await withVault();
    expect(await json(['agent', 'create', 'ci', '--vault', 'ai-agents', '--without-token'])).not.toHaveProperty(
      'token',
    );
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const issuer = await startHttpPeer({
      answer: ({ path }, response) => {
        const document =
          path === '/keys' ? { keys: [jwk] } : { issuer: issuer.origin, jwks_uri: `${issuer.origin}/keys` };
        response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
      },
    });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
    const trust = ['agent', 'trust', 'ci', '--issuer', issuer.origin, '--audience', 'keyward'];
    expect((await cli(trust)).code).toBe(2);
    await json([...trust, '--claim', 'repository=acme/shop']);
    expect(await json(['agent', 'describe', 'ci'])).toMatchObject({
      workloads: [{ issuer: issuer.origin, claims: { repository: ['acme/shop'] }, ttl_seconds: 900 }],
    });
    const file = join(home, 'id-token');
    const writeToken = async (repository: string) => {
      const unsigned = new SignJWT({ repository }).setProtectedHeader({ alg: 'ES256', kid: 'k' });
      const claims = unsigned.setIssuer(issuer.origin).setAudience('keyward').setSubject('job').setExpirationTime('5m');
      await writeFile(file, await claims.sign(privateKey), { mode: 0o600 });
    };
    await writeToken('acme/shop');
    const answer = created.loose().parse(await json(['agent', 'exchange', 'ci', '--token-file', file]));
    expect(answer).toMatchObject({ name: 'ci', token: expect.stringMatching(/^kwa_/) });
    expect(await json(['audit', 'list', '--limit', '1'])).toMatchObject([
      { type: 'agent.token_issued', detail: { kind: 'workload', subject: 'job', claims: { repository: 'acme/shop' } } },
    ]);
    await writeToken('evil/shop');
    expect(await cli(['agent', 'exchange', 'ci', '--token-file', file])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('refused: claims'),
    });
    await json(['agent', 'trust', 'ci', '--remove']);
    expect(await json(['agent', 'describe', 'ci'])).toMatchObject({ workloads: [] });
  });
});
