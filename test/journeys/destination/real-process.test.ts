import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spkiPin } from '../../../src/outbound/index.ts';
import { CANARY } from '../../support/agent-kit.ts';
import { runProgram, startKeyward } from '../../support/keyward.ts';
import { AUTHORITY, SERVER_TLS } from '../../support/lab/certificates.ts';
import { startConnectProxy } from '../../support/lab/connect-proxy.ts';
import { echo, startCanary, startHttpPeer } from '../../support/lab/http-peer.ts';
import { makeFolder } from '../../support/vault-kit.ts';

describe('a real client of a real server', () => {
  it('gets its item to no host but the bound one', { timeout: 60_000 }, async () => {
    const keyward = await startKeyward();
    const peer = await startHttpPeer({
      answer: (request, response) =>
        request.path === '/v1/moved'
          ? void response.writeHead(302, { location: '/v1/landed' }).end()
          : echo(request, response),
    });
    const canary = await startCanary();
    const file = join(await makeFolder(), 'binding.json');
    const query = [{ pointer: '/query', graphql: 'query' }];
    const binding = {
      origins: [peer.origin],
      auth: { scheme: 'bearer' },
      rules: ['GET,POST /v1/**', { methods: 'POST', path: '/graphql', body: { json: query } }],
      redirects: { max: 1 },
      query: ['page'],
    };
    await writeFile(file, JSON.stringify(binding));
    const token = await keyward.prepare({ title: 'api', secret: CANARY, flags: ['--binding', file] });
    const session = await keyward.connect({ token });
    const [here, there] = [peer.origin, canary.origin];
    const port = String(canary.port);

    const refused: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
      [{ url: `${there}/v1/x` }, 'POLICY_ORIGIN_NOT_BOUND'],
      [{ url: `http://localhost:${port}/v1/x` }, 'POLICY_ORIGIN_NOT_BOUND'],
      [{ url: `https://127.0.0.1:${String(peer.port)}/v1/x` }, 'POLICY_ORIGIN_NOT_BOUND'],
      [{ url: `http://2130706433:${port}/v1/x` }, 'POLICY_URL_REFUSED'],
      [{ url: `http://0x7f.1:${port}/v1/x` }, 'POLICY_URL_REFUSED'],
      [{ url: `http://127.0.0.1:${String(peer.port)}@127.0.0.1:${port}/v1/x` }, 'POLICY_URL_REFUSED'],
      [{ url: `${here}\\@127.0.0.1:${port}/v1/x` }, 'POLICY_URL_REFUSED'],
      [{ url: `${here}/v1/../admin` }, 'POLICY_PATH_NOT_ALLOWED'],
      [{ url: `${here}/v1/..%2fadmin` }, 'POLICY_PATH_REFUSED'],
      [{ url: `${here}/v1/%252e%252e/admin` }, 'POLICY_PATH_REFUSED'],
      [{ url: `${here}//v1/x` }, 'POLICY_PATH_REFUSED'],
      [{ url: `${here}/v1/{{credential}}` }, 'POLICY_PLACEHOLDER_REFUSED'],
      [{ url: `${here}/v1/x?admin=1` }, 'POLICY_QUERY_NOT_ALLOWED'],
      [{ url: `${here}/v1/x`, method: 'TRACE' }, 'POLICY_METHOD_NOT_ALLOWED'],
      [{ url: `${here}/v1/x`, method: 'OPTIONS' }, 'POLICY_METHOD_NOT_ALLOWED'],
      [{ url: `${here}/v1/x`, method: 'DELETE' }, 'POLICY_METHOD_NOT_ALLOWED'],
      [{ url: `${here}/v1/x`, headers: { Host: `127.0.0.1:${port}` } }, 'POLICY_HEADER_REFUSED'],
      [{ url: `${here}/v1/x`, headers: { Range: 'bytes=0-3' } }, 'POLICY_HEADER_REFUSED'],
      [{ url: `${here}/v1/x`, headers: { 'X-HTTP-Method-Override': 'DELETE' } }, 'POLICY_HEADER_REFUSED'],
      [{ url: `${here}/v1/x`, headers: { accept: 'a\r\nx-evil: 1' } }, 'POLICY_HEADER_REFUSED'],
      [
        { url: `${here}/graphql`, method: 'POST', body: { json: { query: 'mutation { close }' } } },
        'POLICY_BODY_NOT_ALLOWED',
      ],
      [{ url: `${here}/graphql`, method: 'POST', body: { json: [{ query: '{ a }' }] } }, 'POLICY_BODY_NOT_ALLOWED'],
      [{ url: `${here}/graphql`, method: 'POST', body: { text: '{"query":"{ a }"}' } }, 'POLICY_BODY_NOT_ALLOWED'],
    ];
    for (const [change, code] of refused) {
      const call = { item: 'api', method: 'GET', ...change };
      const explained = await session.call('explain_request', call);
      const live = await session.call('http_request', call);
      const { reason, nearest } = explained.content;
      expect([change, live.isError, live.content]).toMatchObject([change, true, { code, reason }]);
      expect([explained.content['decision'], explained.content['code'], nearest]).toEqual([
        'deny',
        code,
        live.content['nearest'],
      ]);
    }
    expect([canary.connections(), peer.connections()]).toEqual([0, 0]);

    const allowed = [
      { url: `${here}/v1/moved` },
      { url: `${here}/v1/x?page=2`, headers: { accept: 'application/json' } },
      { url: `${here}/graphql`, method: 'POST', body: { json: { query: 'query { a }' } } },
    ];
    for (const change of allowed) {
      const { content } = await session.call('http_request', { item: 'api', method: 'GET', ...change });
      expect([change, content]).toMatchObject([change, { status: 200 }]);
    }
    expect(peer.seen.map(({ path }) => path)).toEqual(['/v1/moved', '/v1/landed', '/v1/x?page=2', '/graphql']);
    expect(peer.seen.every(({ headers }) => headers.authorization === `Bearer ${CANARY}`)).toBe(true);
  });

  it(
    'goes through the egress proxy of the configuration, to the pinned key of a private authority',
    { timeout: 60_000 },
    async () => {
      const keyward = await startKeyward();
      const peer = await startHttpPeer({ tls: SERVER_TLS });
      const proxy = await startConnectProxy(peer.port);
      const canary = await startCanary();
      const ca = join(await makeFolder(), 'authority.pem');
      await writeFile(ca, AUTHORITY);
      const pin = spkiPin(new X509Certificate(SERVER_TLS.cert));
      const flags = ['--url', 'https://api.lab.test', '--auth', 'bearer', '--tls-ca', ca, '--tls-pin', pin];
      const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
      // Of all of these only our own variable counts.
      const others = {
        HTTPS_PROXY: canary.origin,
        https_proxy: canary.origin,
        ALL_PROXY: canary.origin,
        NODE_USE_ENV_PROXY: '1',
      };
      const session = await keyward.connect({ token, env: { ...others, KEYWARD_EGRESS_PROXY: proxy.url } });
      const call = { item: 'api', url: 'https://api.lab.test/v1' };

      expect(await session.call('http_get', call)).toMatchObject({ content: { status: 200 } });

      const edit = ['item', 'edit', 'ai-agents/api', '--tls-pin', `sha256/${'A'.repeat(43)}=`];
      expect(await keyward.json(edit)).toMatchObject({
        diff: [`- tls pin: ${pin}`, `+ tls pin: sha256/${'A'.repeat(43)}=`],
      });

      expect(await session.call('http_get', call)).toMatchObject({
        isError: true,
        content: { code: 'OUTBOUND_TLS_FAILED' },
      });
      expect([proxy.asked, proxy.plain]).toEqual([['api.lab.test:443', 'api.lab.test:443'], []]);
      expect([peer.seen.length, canary.connections()]).toEqual([1, 0]);
    },
  );
});

describe('a process that could not keep a secret', () => {
  it.each([
    ['NODE_TLS_REJECT_UNAUTHORIZED=0', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
    ['--inspect', { NODE_OPTIONS: '--inspect=127.0.0.1:0' }],
    ['--tls-keylog', { NODE_OPTIONS: '--tls-keylog=/dev/null' }],
  ])('does not start under %s, and says so', async (name, env) => {
    const keyward = await startKeyward();
    const token = { KEYWARD_SERVICE_ACCOUNT_TOKEN: 'kwa_unknown' };

    const { code, stdout, stderr } = await runProgram({
      args: ['mcp'],
      env: { ...keyward.env, ...token, ...env },
      stdin: '',
    });

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`refusing to hold secrets in a process started with ${name}`);
  });
});

describe('the options about TLS', () => {
  it('take a certificate and nothing that holds a private key', async () => {
    const keyward = await startKeyward();
    const file = join(await makeFolder(), 'both.pem');
    await writeFile(file, `${SERVER_TLS.cert}${SERVER_TLS.key}`);

    const create = ['item', 'create', 'v/api', '--url', 'https://api.lab.test', '--auth', 'bearer', '--tls-ca', file];
    const { code, stderr } = await keyward.cli(create, CANARY);

    expect([code, stderr]).toEqual([2, expect.stringContaining('holds a private key')]);
  });
});
