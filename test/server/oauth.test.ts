import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClientCredentialsProvider } from '@modelcontextprotocol/client';
import { decodeJwt, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { INITIALIZE } from '../support/http-kit.ts';
import { RESOURCE, startIssuer, startOAuthKit, type OAuthKit } from '../support/oauth-kit.ts';

const CLAIM = ['--claim', 'sub=alice'];
const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_items', arguments: {} } };
const METADATA = `${new URL(RESOURCE).origin}/.well-known/oauth-protected-resource/mcp`;

async function withAgent(kit: OAuthKit, name = 'research', flags: readonly string[] = CLAIM): Promise<OAuthKit> {
  await kit.json(['agent', 'create', name, '--vault', 'dev', '--without-token']);
  await kit.json(['agent', 'access', name, ...flags]);
  return kit;
}

async function causes(kit: OAuthKit): Promise<readonly string[]> {
  const records = await kit.json(['audit', 'list', '--limit', '100']);
  return [...JSON.stringify(records).matchAll(/"because":"access token: (\w+)"/g)].map(([, cause]) => cause ?? '');
}

const challengeOf = (response: Response): string => response.headers.get('www-authenticate') ?? '';

describe('an MCP client that knows nothing but the address', () => {
  it('is told where to get a token, gets one, and makes a call that carries the credential and not the token', async () => {
    const kit = await withAgent(await startOAuthKit(), 'robot', ['--claim', 'client_id=robot']);
    for (const path of ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource']) {
      expect(await (await fetch(`${kit.url}${path}`)).json()).toEqual({
        resource: RESOURCE,
        authorization_servers: [kit.issuer.issuer],
        scopes_supported: ['keyward:list', 'keyward:read', 'keyward:write'],
        bearer_methods_supported: ['header'],
        resource_name: 'Keyward',
      });
      const foreign = await fetch(`${kit.url}${path}`, { headers: { origin: 'https://evil.test' } });
      expect(foreign.status).toBe(403);
    }
    const authProvider = new ClientCredentialsProvider({
      clientId: 'robot',
      clientSecret: 'robot-secret',
      expectedIssuer: kit.issuer.issuer,
      scope: 'keyward:list keyward:read',
    });

    const session = await kit.connect(authProvider);
    const listed = await session.call('list_items', {});
    const answered = await session.call('http_get', { item: 'api', url: `${kit.upstream.origin}/v1/x` });

    expect(listed.content).toMatchObject({ items: [{ title: 'api', vault: 'dev' }] });
    expect(answered.content).toMatchObject({ status: 200 });
    const token = authProvider.tokens()?.access_token ?? '';
    expect(decodeJwt(token)).toMatchObject({ aud: RESOURCE, client_id: 'robot' });
    expect(kit.upstream.seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${CANARY}`]);
    expect(JSON.stringify(kit.upstream.seen)).not.toContain(token.split('.')[2]);
    const records = JSON.stringify(await kit.json(['audit', 'list', '--limit', '100']));
    expect(records).toContain(`"oauth":{"client_id":"robot","issuer":"${kit.issuer.issuer}","subject":"robot"`);
    expect(records).not.toContain(token.split('.')[2]);
  });
});

describe('an access token that is not for this server, or not sound', () => {
  it('opens nothing, whatever is wrong with it; the trail says what, and the answer does not', async () => {
    const kit = await withAgent(await startOAuthKit({ maxFailuresPerMinute: 100 }));
    const stranger = await startIssuer();
    const good = await kit.issuer.token();
    const sound = decodeJwt(good);
    const sign = await signer(kit.issuer.key);
    const other = await signer((await generateKeyPair('RS256')).privateKey);
    const publicPem = createPublicKey({ key: { ...kit.issuer.key }, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const hs256 = await new SignJWT(sound)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })
      .sign(Buffer.from(publicPem));
    const none = new UnsecuredJWT(sound).encode();
    const noneTyped = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${none.split('.')[1] ?? ''}.`;
    const { exp: _exp, ...endless } = sound;
    const tokens: readonly (readonly [cause: string, token: string])[] = [
      ['audience', await kit.issuer.token({ resource: 'https://other.example.com/mcp' })],
      ['audience', await kit.issuer.token({ resource: `${RESOURCE}/` })],
      ['issuer', await stranger.token()],
      ['expired', await sign({ ...sound, exp: Math.floor(Date.now() / 1_000) - 31 })],
      ['expired', await sign({ ...sound, nbf: Math.floor(Date.now() / 1_000) + 600 })],
      ['claims', await sign(endless)],
      ['signature', none],
      ['signature', noneTyped],
      ['signature', hs256],
      ['signature', await other(sound)],
      ['signature', `${good.slice(0, -4)}AAAA`],
      ['type', await sign(sound, 'JWT')],
      ['bound', await sign({ ...sound, cnf: { jkt: 'a-key' } })],
      ['claims', await kit.issuer.token({ subject: 'mallory' })],
      ['malformed', 'e30.e30.e30'],
    ];
    expect((await kit.post(good, INITIALIZE)).status).toBe(200);

    const answers = await Promise.all(tokens.map(async ([, token]) => kit.post(token, INITIALIZE)));

    for (const [index, answer] of answers.entries())
      expect([tokens[index]?.[0], answer.status]).toEqual([tokens[index]?.[0], 401]);
    for (const answer of answers) expect(challengeOf(answer)).toContain('error="invalid_token"');
    expect(new Set(await Promise.all(answers.map(async (answer) => answer.text()))).size).toBe(1);
    expect((await causes(kit)).toSorted()).toEqual(tokens.map(([cause]) => cause).toSorted());
    expect(stranger.askedForKeys()).toBe(0);
    expect(challengeOf(await kit.post('', INITIALIZE))).toBe(
      `Bearer realm="keyward", scope="keyward:list keyward:read", resource_metadata="${METADATA}"`,
    );
  });

  it('is not listened to for long: refusals of one address are counted', async () => {
    const kit = await withAgent(await startOAuthKit({ maxFailuresPerMinute: 2 }));
    const mallory = await kit.issuer.token({ subject: 'mallory' });
    const statuses: number[] = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await kit.post(mallory, INITIALIZE)).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('of a person whom two agents would take opens neither of them', async () => {
    const kit = await withAgent(await withAgent(await startOAuthKit()), 'team', ['--claim', 'groups=platform']);
    expect((await kit.post(await kit.issuer.token(), INITIALIZE)).status).toBe(200);
    const both = await kit.issuer.token({ extra: { groups: ['platform', 'sharedBroker'] } });
    const one = await kit.issuer.token({ subject: 'bob', extra: { groups: ['sharedBroker', 'platform'] } });
    expect((await kit.post(both, INITIALIZE)).status).toBe(401);
    expect((await kit.post(one, INITIALIZE)).status).toBe(200);
    expect(await causes(kit)).toEqual(['ambiguous']);
  });
});

describe('scopes', () => {
  it.each(['legacy', 'modern'] as const)('narrow what a %s client may do, and ask for what is missing', async (era) => {
    const kit = await withAgent(await startOAuthKit());
    const session = await kit.connect(await kit.issuer.token({ scope: 'keyward:list' }), { era });
    const url = `${kit.upstream.origin}/v1/x`;

    expect((await session.call('list_items', {})).content).toMatchObject({ items: [{ title: 'api' }] });
    expect((await session.client.listTools()).tools).toHaveLength(4);
    await expect(session.call('http_get', { item: 'api', url })).rejects.toThrow(/scope/i);
    await expect(session.call('http_request', { item: 'api', url, method: 'POST' })).rejects.toThrow(/scope/i);

    const reader = await kit.connect(await kit.issuer.token({ scope: 'keyward:read' }), { era });
    expect((await reader.call('http_get', { item: 'api', url })).content).toMatchObject({ status: 200 });
    await expect(reader.call('http_request', { item: 'api', url, method: 'GET' })).rejects.toThrow(/scope/i);
    await expect(reader.client.readResource({ uri: 'keyward://items' })).rejects.toThrow(/scope/i);
    expect(kit.upstream.seen).toHaveLength(1);
  });

  it('that are missing answer 403 with what to ask for, also in a batch, and stand in the trail', async () => {
    const kit = await withAgent(await startOAuthKit());
    const token = await kit.issuer.token({ scope: 'keyward:list openid' });
    const call = { ...LIST, id: 3, params: { name: 'http_request', arguments: {} } };
    const opened = await kit.post(token, INITIALIZE);
    const session = {
      'mcp-session-id': opened.headers.get('mcp-session-id') ?? '',
      'mcp-protocol-version': '2025-03-26',
    };

    const answers = [await kit.post(token, call, session), await kit.post(token, [LIST, call], session)];

    for (const answer of answers) {
      expect(answer.status).toBe(403);
      expect(challengeOf(answer)).toBe(
        `Bearer realm="keyward", error="insufficient_scope", scope="keyward:list keyward:write", resource_metadata="${METADATA}"`,
      );
    }
    expect((await kit.post(token, LIST, session)).status).toBe(200);
    const useless = await kit.post(await kit.issuer.token({ scope: 'openid' }), INITIALIZE);
    expect([useless.status, challengeOf(useless)]).toEqual([
      403,
      expect.stringContaining('error="insufficient_scope"'),
    ]);
    expect(await kit.json(['audit', 'list', '--limit', '100'])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'call.denied',
          agent: expect.objectContaining({ name: 'research' }),
          session: expect.objectContaining({ oauth: expect.objectContaining({ subject: 'alice' }) }),
          detail: { missing_scopes: ['keyward:write'] },
        }),
      ]),
    );
  });

  it('open the vaults a rule names for them, of those the agent was granted, and no others', async () => {
    const kit = await startOAuthKit();
    await kit.json(['agent', 'create', 'team', '--vault', 'dev', '--without-token']);
    await kit.json(['agent', 'create', 'both', '--vault', 'dev', '--vault', 'prod', '--without-token']);
    const scopes = ['--vault-scope', 'keyward:read=dev', '--vault-scope', 'keyward:vault:prod=prod'];
    await kit.json(['agent', 'access', 'team', ...CLAIM, ...scopes]);
    await kit.json(['agent', 'access', 'both', '--claim', 'sub=bob', ...scopes]);
    const vaultsOf = async (subject: string, scope: string) => {
      const session = await kit.connect(await kit.issuer.token({ subject, scope: `keyward:list ${scope}` }));
      return JSON.stringify((await session.call('list_items', {})).content).match(/"vault":"\w+"/g) ?? [];
    };
    expect(await vaultsOf('bob', 'keyward:vault:prod')).toEqual(['"vault":"prod"']);
    expect((await vaultsOf('bob', 'keyward:vault:prod keyward:read')).toSorted()).toEqual([
      '"vault":"dev"',
      '"vault":"prod"',
    ]);
    expect(await vaultsOf('alice', 'keyward:vault:prod')).toEqual([]);
    const lacking = await kit.post(await kit.issuer.token({ subject: 'bob', scope: 'keyward:list' }), INITIALIZE);
    expect([lacking.status, challengeOf(lacking)]).toEqual([403, expect.stringContaining('keyward:vault:prod')]);
  });
});

describe('what the owner says holds at once', () => {
  it('a revoked agent, a suspended rule, and a renewed one', async () => {
    const kit = await withAgent(await startOAuthKit());
    const token = await kit.issuer.token();
    const status = async () => (await kit.post(token, INITIALIZE)).status;
    expect(await status()).toBe(200);
    await kit.json(['agent', 'access', 'research', '--remove']);
    expect(await status()).toBe(401);
    expect(await readdir(join(kit.home, 'access'))).toEqual([]);
    await kit.json(['agent', 'access', 'research', ...CLAIM]);
    expect(await status()).toBe(200);
    await kit.json(['agent', 'access', 'research']);
    expect(await status()).toBe(200);
    await kit.json(['agent', 'revoke', 'research']);
    expect(await status()).toBe(401);
    expect(await readdir(join(kit.home, 'access'))).toEqual([]);
  });

  it('ends the streams that its rule opened', async () => {
    const kit = await withAgent(await startOAuthKit());
    const headers = { authorization: `Bearer ${await kit.issuer.token()}` };
    const stream = await fetch(`${kit.url}/sse`, { headers });
    await kit.sweep();
    await kit.json(['agent', 'access', 'research', '--claim', 'sub=bob']);
    await kit.sweep();
    expect((await kit.post(headers.authorization.slice(7), INITIALIZE)).status).toBe(200);
    await kit.json(['agent', 'access', 'research', '--remove']);
    await kit.sweep();
    // It ends, one way or the other.
    await stream.text().catch(() => undefined);
    expect(JSON.stringify(await kit.json(['audit', 'list', '--limit', '5']))).toContain('session.closed');
  });

  it('and no other source says it: not the database, not the saved token shown by itself', async () => {
    const kit = await withAgent(await startOAuthKit());
    const file = join(kit.home, 'access', 'research.json');
    expect((await kit.post(JSON.parse(await readFile(file, 'utf8')).token, INITIALIZE)).status).toBe(401);
    const forge = "UPDATE agents SET statement = CAST(replace(CAST(statement AS TEXT), 'alice', 'mally') AS BLOB)";
    // In a process of its own: where one process closes a file, SQLite loses the locks of all its connections to it.
    const program = "const Database = require('libsql'); new Database(process.argv[1]).exec(process.argv[2]);";
    execFileSync(process.execPath, ['-e', program, join(kit.home, 'keyward.db'), forge]);
    expect((await kit.post(await kit.issuer.token({ subject: 'mally' }), INITIALIZE)).status).toBe(401);
    expect((await kit.post(await kit.issuer.token(), INITIALIZE)).status).toBe(401);
  });
});

describe('a session', () => {
  it('of one person is not there for another, though both act as the same agent', async () => {
    const kit = await withAgent(await startOAuthKit(), 'team', ['--claim', 'sub=alice', '--claim', 'sub=bob']);
    const [alice, bob] = [await kit.issuer.token(), await kit.issuer.token({ subject: 'bob' })];
    const opened = await kit.post(alice, INITIALIZE);
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
    // Bob is answered in a session of his own: he can neither end Alice's nor tell that there is one.
    expect((await kit.post(bob, LIST, session)).status).toBe(200);
    expect((await kit.post(await kit.issuer.token(), LIST, session)).status).toBe(200);
    const narrower = await kit.issuer.token({ scope: 'keyward:read' });
    expect((await kit.post(narrower, LIST, session)).status).toBe(403);
  });
});

async function signer(key: JWK | Parameters<SignJWT['sign']>[0]) {
  const signing = 'kty' in key ? await importJWK(key, 'RS256') : key;
  return async (claims: ConstructorParameters<typeof SignJWT>[0], typ = 'at+jwt') =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ, kid: 'k1' }).sign(signing);
}
