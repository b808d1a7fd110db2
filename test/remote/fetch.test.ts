import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/api/index.ts';
import { VERSION } from '../../src/cli/version.ts';
import { createClient } from '../../src/index.ts';
import { CANARY, openAgentKit } from '../support/agent-kit.ts';
import { AUTHORITY, SERVER_TLS } from '../support/lab/certificates.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { startKeyward } from '../support/keyward.ts';
import { makeFolder } from '../support/vault-kit.ts';
import { INTEGRATION, startRemoteKit, startServe } from '../support/remote-kit.ts';

describe('client.fetch of a client of keyward serve', () => {
  it('lets the server make the call with a value that never comes back', { timeout: 30_000 }, async () => {
    const upstream = await startHttpPeer({
      answer: ({ headers, body }, response) =>
        void response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ saw: headers.authorization, body })),
    });
    const kit = await startRemoteKit();
    const flags = ['--url', upstream.origin, '--auth', 'bearer', '--allow', 'GET,POST /**'];
    await kit.here.json(['item', 'create', 'deploy/api', ...flags], CANARY);
    const token = await kit.agent('user', ['--vault', 'deploy']);
    const client = await kit.client(token);

    const response = await client.fetch('api', `${upstream.origin}/x?y=1`, { method: 'POST', body: 'hello' });
    expect(await response.json()).toEqual({ saw: expect.not.stringContaining(CANARY), body: 'hello' });
    expect(upstream.seen).toMatchObject([
      { method: 'POST', path: '/x?y=1', headers: { authorization: `Bearer ${CANARY}` } },
    ]);
    expect(response.headers.get('keyward-call-id')).toMatch(/^[a-z2-7]{26}$/);
    await expect(client.fetch('api', 'https://elsewhere.test/')).rejects.toMatchObject({
      code: 'POLICY_ORIGIN_NOT_BOUND',
      details: { call_id: expect.any(String) },
    });

    expect((await client.items.list()).map(({ title }) => title)).toEqual(['api', 'db']);
    expect(await client.items.list('deploy')).toHaveLength(2);
    expect(await client.items.get('deploy', 'api')).toMatchObject({ origins: [upstream.origin] });
    await expect(client.items.get('deploy', 'none')).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
    await expect(client.items.list('none')).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' });
    expect(await client.vaults.list()).toMatchObject([{ title: 'deploy' }]);
    expect(kit.crossed.map(({ sent, answered }) => `${sent}${answered}`).join('')).not.toContain(CANARY);
    expect(await kit.records('call.outcome')).toMatchObject([
      {
        session: { transport: 'http', client: { name: 'nightly report/2', version: '1.2.3' } },
        outcome: { result: 'ok' },
      },
    ]);
    await kit.here.json(['agent', 'revoke', 'user']);
    await expect(client.fetch('api', upstream.origin)).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_INVALID' });
  });

  it('does not show the token where it is told not to', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    const token = await kit.agent('user', ['--vault', 'deploy']);
    const client = await kit.client(token, { sendToken: false });
    const kept = { code: 'CLIENT_TOKEN_KEPT' };
    await expect(client.fetch('db', 'http://127.0.0.1:9/')).rejects.toMatchObject(kept);
    await expect(client.items.list()).rejects.toMatchObject(kept);
    await expect(client.items.get('deploy', 'db')).rejects.toMatchObject(kept);
    await expect(client.vaults.list()).rejects.toMatchObject(kept);
    expect(kit.crossed.filter(({ authorization }) => authorization.includes(token))).toEqual([]);
  });

  it('ends the call when it is cancelled', { timeout: 30_000 }, async () => {
    const calls = new EventEmitter();
    const [arrived, dropped] = [once(calls, 'arrived'), once(calls, 'dropped')];
    const upstream = await startHttpPeer({
      answer(_request, response) {
        response.once('close', () => calls.emit('dropped'));
        calls.emit('arrived');
      },
    });
    const kit = await startRemoteKit();
    await kit.here.json(['item', 'create', 'deploy/api', '--url', upstream.origin, '--auth', 'bearer'], CANARY);
    const auth = await kit.agent('user', ['--vault', 'deploy']);
    const client = await kit.client(auth, { serverUrl: kit.serverUrl });
    const cancelling = new AbortController();
    void arrived.then(() => cancelling.abort());
    const call = client.fetch('api', upstream.origin, { signal: cancelling.signal });
    await expect(call).rejects.toMatchObject({ code: 'OUTBOUND_CANCELLED' });
    await dropped;
  });
});

describe('the address of a server', () => {
  it('is this machine, a local socket, or TLS whose certificate is checked', { timeout: 30_000 }, async () => {
    const keyward = await startKeyward();
    const auth = await keyward.prepare({ title: 'api', secret: CANARY, flags: [] });
    const open = async (serverUrl: string, ca?: string) => {
      const client = await createClient({ auth, serverUrl, ...INTEGRATION, ...(ca === undefined ? {} : { ca }) });
      const vaults = await client.vaults.list();
      await client.close();
      return vaults;
    };
    const folder = await makeFolder();
    const socket = join(folder, 'serve.sock');
    await startServe(keyward, ['--socket', socket]);
    expect(await open(`unix:${socket}`)).toMatchObject([{ title: 'ai-agents' }]);

    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await writeFile(cert, SERVER_TLS.cert, { mode: 0o600 });
    await writeFile(key, SERVER_TLS.key, { mode: 0o600 });
    const { url } = await startServe(keyward, ['--port', '0', '--tls-cert', cert, '--tls-key', key]);
    expect(await open(url, AUTHORITY)).toMatchObject([{ title: 'ai-agents' }]);
    await expect(open(url)).rejects.toMatchObject({ code: 'SERVER_TLS_FAILED' });
    await expect(open(url.replace('https', 'http'))).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  it.each([
    'http://keyward.example.com',
    'http://10.0.0.1:7117',
    'https://user:pass@keyward.example.com',
    'https://keyward.example.com/path',
    'ftp://127.0.0.1',
    'unix:relative',
    'nonsense',
  ])('is refused before anything is sent: %s', async (serverUrl) => {
    const auth = `kwa_${'a'.repeat(26)}_${'0'.repeat(43)}_`;
    await expect(createClient({ auth: `${auth}000000`, serverUrl, ...INTEGRATION })).rejects.toMatchObject({
      code: 'IDENTITY_TOKEN_INVALID',
    });
    const { token } = (await openAgentKit()).agent;
    await expect(createClient({ auth: token, serverUrl, ...INTEGRATION })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  it('is not given together with a data folder', async () => {
    const options = { auth: '', serverUrl: 'http://127.0.0.1:1', home: '/nowhere', ...INTEGRATION };
    await expect(createClient(options)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(createClient({ auth: '', ca: AUTHORITY, ...INTEGRATION })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});

describe('the HTTP API', () => {
  it('says what it is, and refuses what it does not say', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    const token = await kit.agent('user', ['--vault', 'deploy']);
    const document = await fetch(`${kit.url}/v1/openapi.json`);
    expect(await document.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument(VERSION))));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const post = async (body: string) => fetch(`${kit.url}/v1/calls`, { method: 'POST', headers, body });
    const unclear = await post('{"item":"db","url":"http://127.0.0.1:9/","query":{"page":{"a":9007199254740994}}}');
    expect(await unclear.json()).toMatchObject({
      code: 'REQUEST_INVALID',
      reason: expect.stringMatching(/^the argument query[.]page[.]a: expected .*, got the number 9007199254740994$/),
    });
    expect(await (await post('{}')).json()).toMatchObject({
      reason: 'the argument item: expected a text, got nothing',
    });
    const refused = [
      await post('{}'),
      await fetch(`${kit.url}/v1/items?limit=0`, { headers }),
      await fetch(`${kit.url}/v1/items?limit=1&limit=2`, { headers }),
      await fetch(`${kit.url}/v1/vaults?x=1`, { headers }),
    ];
    for (const answer of refused) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID', reason: expect.any(String) });
    }
    expect((await fetch(`${kit.url}/v1/items`)).status).toBe(401);
    const loose = '{"item":"db","url":"http://127.0.0.1:9/","method":"get","query":{"page":2,"q":null},"unheard_of":1}';
    expect((await post(loose)).status).not.toBe(400);
  });
});
