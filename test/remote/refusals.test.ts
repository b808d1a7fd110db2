import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CANARY } from '../support/agent-kit.ts';
import { startRemoteKit, type RemoteKit } from '../support/remote-kit.ts';

const REFERENCE = 'op://deploy/db/credential';

describe('a token that may only use items', () => {
  it('gets no key, no row and no value by any of these routes, and is recorded', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    const client = await kit.client(await kit.agent('user', ['--vault', 'deploy']));
    await expect(client.secrets.resolve(REFERENCE)).rejects.toMatchObject({ code: 'IDENTITY_NOT_PERMITTED' });
    expect(JSON.parse(kit.crossed[0]?.answered ?? '')).toMatchObject({ sealed_keys: [], vaults: [] });
    expect(await kit.records('item.resolved')).toMatchObject([
      { agent: { name: 'user' }, outcome: { result: 'denied', code: 'IDENTITY_NOT_PERMITTED' } },
    ]);

    // What a program of its own would ask, with the credential that was shown and with all ids known.
    const reader = await kit.client(await kit.agent('reader', ['--vault', 'deploy', '--can', 'read']));
    await reader.secrets.resolve(REFERENCE);
    const credential = kit.crossed[0]?.authorization ?? '';
    const asked = new Set(kit.crossed.filter(({ method }) => method === 'GET').map(({ path }) => path));
    asked.delete('/v1/sealed/agent');
    expect(asked.size).toBeGreaterThan(0);
    const opening = kit.crossed.find(({ method }) => method === 'POST');
    const headers = { authorization: credential, 'content-type': 'application/json' };
    const answers = [
      ...(await Promise.all([...asked].map(async (path) => fetch(`${kit.url}${path}`, { headers })))),
      await fetch(`${kit.url}${opening?.path ?? ''}`, { method: 'POST', headers, body: opening?.sent ?? '' }),
    ];
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    const texts = await Promise.all(answers.map(async (answer) => answer.text()));
    expect(texts.join('')).not.toMatch(/overview|details"/);
  });

  it(
    'is not let in there with the token itself, nor elsewhere with what is shown there',
    { timeout: 30_000 },
    async () => {
      const kit = await startRemoteKit();
      const token = await kit.agent('job', ['--vault', 'deploy', '--can', 'read']);
      await kit.client(token);
      const credential = kit.crossed[0]?.authorization ?? '';
      expect(credential).toMatch(/^Bearer kwc_/);
      const ask = async (path: string, authorization: string) =>
        (await fetch(`${kit.url}${path}`, { headers: { authorization } })).status;
      expect(await ask('/v1/sealed/agent', credential)).toBe(200);
      expect(await ask('/v1/sealed/agent', `Bearer ${token}`)).toBe(401);
      expect(await ask('/v1/items', `Bearer ${token}`)).toBe(200);
      expect(await ask('/v1/items', credential)).toBe(401);
      expect(await ask('/mcp', credential)).toBe(401);
      expect(await ask('/metrics', credential)).toBe(401);
    },
  );
});

describe('a token that may read', () => {
  it('ends with the next read when it is revoked, for sixteen at once', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    const client = await kit.client(await kit.agent('job', ['--vault', 'deploy', '--can', 'read']));
    const ask = async () =>
      Promise.allSettled(Array.from({ length: 16 }, async () => client.secrets.resolve(REFERENCE)));
    expect(await ask()).toEqual(Array.from({ length: 16 }, () => ({ status: 'fulfilled', value: CANARY })));
    await kit.here.json(['agent', 'revoke', 'job']);
    const codes = (await ask()).map((each) => (each.status === 'rejected' ? each.reason.code : each.status));
    expect(new Set(codes)).toEqual(new Set(['IDENTITY_TOKEN_INVALID']));
    await expect(client.vaults.list()).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_INVALID' });
  });

  it(
    'sees what the owner changes: another value, another title, another key of the vault',
    { timeout: 30_000 },
    async () => {
      const kit = await startRemoteKit();
      const client = await kit.client(await kit.agent('job', ['--vault', 'deploy', '--can', 'read']));
      expect(await client.secrets.resolve(REFERENCE)).toBe(CANARY);
      await kit.here.json(['item', 'edit', 'deploy/db', '--secret'], 'another value');
      expect(await client.secrets.resolve(REFERENCE)).toBe('another value');
      await kit.here.json(['vault', 'rotate', 'deploy']);
      expect(await client.secrets.resolve(REFERENCE)).toBe('another value');
      await kit.here.json(['item', 'delete', 'deploy/db']);
      await expect(client.secrets.resolve(REFERENCE)).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
    },
  );

  it('is held to its items, its uses and its right by the server', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    await kit.here.json(['item', 'create', 'deploy/other'], 'other value');
    await kit.agent('job', ['--vault', 'deploy', '--can', 'read']);
    const narrow = await taskToken(kit, ['--items', 'deploy/db', '--max-uses', '3']);
    const clients = await Promise.all([kit.client(narrow), kit.client(narrow)]);
    const tries = Array.from({ length: 16 }, async (_, index) => clients[index % 2]?.secrets.resolve(REFERENCE));
    const ends = await Promise.allSettled(tries);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const codes = ends.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(['IDENTITY_TOKEN_USED_UP']));
    await expect(clients[0]?.secrets.resolve('op://deploy/other/credential')).rejects.toMatchObject({
      code: 'ITEM_NOT_FOUND',
    });
    expect((await clients[0]?.items.list())?.map(({ title }) => title)).toEqual(['db']);
    const opened = kit.crossed.filter(({ path, status }) => path.endsWith('/open') && status === 200);
    expect(opened).toHaveLength(3);
  });

  it('is held to the transports, networks and programs of its agent', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    for (const limit of [
      ['--allow-transport', 'library'],
      ['--allow-network', '10.0.0.0/8'],
      ['--allow-client', 'another program'],
    ]) {
      const token = await kit.agent(`job-${limit[0] ?? ''}`, ['--vault', 'deploy', '--can', 'read', ...limit]);
      await expect(kit.client(token)).rejects.toMatchObject({ code: 'IDENTITY_NOT_PERMITTED' });
    }
    const named = await kit.agent('named', [
      '--vault',
      'deploy',
      '--can',
      'read',
      '--allow-client',
      'nightly report/2',
    ]);
    expect(await (await kit.client(named)).secrets.resolve(REFERENCE)).toBe(CANARY);
  });
});

async function taskToken({ here }: RemoteKit, flags: readonly string[]): Promise<string> {
  const issued = await here.json(['agent', 'token', 'job', '--ttl', '1h', ...flags]);
  return z.looseObject({ token: z.string() }).parse(issued).token;
}
