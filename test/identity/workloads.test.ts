import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/index.ts';
import {
  createWorkloadVerifier,
  exchangeWorkloadToken,
  identifyHook,
  issueTaskToken,
  revokeAgent,
  trustWorkloads,
} from '../../src/identity/index.ts';
import { expectAgent, HOUR_MS, openIdentityKit } from '../support/identity-kit.ts';

const ISSUER = 'https://issuer.example.com';
const RULE = { issuer: ISSUER, audience: 'keyward', claims: { repository: ['acme/shop'] }, ttl_ms: 60_000 };

let keys: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
let strangers: { readonly privateKey: CryptoKey };
beforeAll(async () => {
  keys = await generateKeyPair('ES256');
  strangers = await generateKeyPair('ES256');
});

/** An agent that trusts these workloads, and an issuer with its two documents. */
async function openKit(rules: readonly Json[] = [RULE], documents: Readonly<Record<string, Json>> = {}) {
  const kit = await openIdentityKit();
  await trustWorkloads(kit.deps, 'claude', rules);
  const asked: string[] = [];
  const served: Readonly<Record<string, unknown>> = {
    [`${ISSUER}/.well-known/openid-configuration`]: { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` },
    [`${ISSUER}/keys`]: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' }] },
    ...documents,
  };
  const fetchDocument = async (url: string) => {
    asked.push(url);
    return { status: url in served ? 200 : 404, body: JSON.stringify(served[url] ?? null) };
  };
  const verify = createWorkloadVerifier({ fetchDocument, clock: kit.clock });
  const exchange = (jwt: string) => exchangeWorkloadToken({ ...kit.deps, verify }, { agent: 'claude', jwt });
  const now = Math.floor(kit.clock.now() / 1_000);
  const sign = async (claims: Readonly<Record<string, unknown>> = {}, key: CryptoKey = keys.privateKey) =>
    new SignJWT({
      iss: ISSUER,
      aud: 'keyward',
      sub: 'a job',
      repository: 'acme/shop',
      iat: now,
      exp: now + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(key);
  return { ...kit, asked, exchange, sign, now };
}

describe('the identity token of a job', () => {
  it('is exchanged for a token of the agent as short as the rule says', async () => {
    const kit = await openKit();
    const answer = await kit.exchange(await kit.sign());
    if (answer.kind !== 'exchanged') throw new Error(answer.because);
    expect(answer).toMatchObject({ issuer: ISSUER, subject: 'a job', claims: { repository: 'acme/shop' } });
    const { principal } = expectAgent(await kit.identify(answer.issued.token));
    expect(principal).toMatchObject({ agentId: kit.agentId, expiresAt: kit.clock.now() + 60_000 });
    kit.clock.advance(60_000);
    expect(await kit.identify(answer.issued.token)).toMatchObject({ kind: 'refused', because: 'expired' });
  });

  it.each([
    ['another issuer', { iss: 'https://issuer.example.com.evil.example' }, 'issuer'],
    ['another audience', { aud: 'another audience' }, 'audience'],
    ['another repository', { repository: 'acme/shop-fork' }, 'claims'],
    ['no such claim', { repository: undefined }, 'claims'],
    ['a claim that is a list', { repository: ['acme/shop'] }, 'claims'],
    ['its end behind it', { exp: 1_000 }, 'expired'],
    ['no end', { exp: undefined }, 'expired'],
    ['its beginning before it', { nbf: 9_999_999_999 }, 'expired'],
  ])('is refused with %s', async (_name, claims, because) => {
    const kit = await openKit();
    expect(await kit.exchange(await kit.sign(claims))).toEqual({ kind: 'refused', because });
  });

  it('is refused with a signature of another key, with none, or by a shared secret', async () => {
    const kit = await openKit();
    const refused = { kind: 'refused', because: 'signature' };
    expect(await kit.exchange(await kit.sign({}, strangers.privateKey))).toEqual(refused);
    const [, body = ''] = (await kit.sign()).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    expect(await kit.exchange(none)).toEqual(refused);
    const shared = await new SignJWT({
      iss: ISSUER,
      aud: 'keyward',
      sub: 'x',
      repository: 'acme/shop',
      exp: kit.now + 60,
    })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey))));
    expect(await kit.exchange(shared)).toEqual(refused);
    expect(await kit.exchange('no token')).toEqual({ kind: 'refused', because: 'malformed' });
  });

  it('causes no request to an issuer that no rule names', async () => {
    const kit = await openKit();
    await kit.exchange(await kit.sign({ iss: 'http://169.254.169.254' }));
    expect(kit.asked).toEqual([]);
    await kit.exchange(await kit.sign());
    await kit.exchange(await kit.sign());
    expect(kit.asked).toEqual([`${ISSUER}/.well-known/openid-configuration`, `${ISSUER}/keys`]);
  });

  it('is refused when discovery is about another issuer', async () => {
    const other = { issuer: 'https://other.example.com', jwks_uri: `${ISSUER}/keys` };
    const kit = await openKit([RULE], { [`${ISSUER}/.well-known/openid-configuration`]: other });
    expect(await kit.exchange(await kit.sign())).toMatchObject({ kind: 'refused' });
  });

  it('is checked with keys of the rule where it has them, and no issuer is asked', async () => {
    const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' }] };
    const rule: Json = JSON.parse(JSON.stringify({ ...RULE, claims: { '/kubernetes.io/namespace': ['build'] }, jwks }));
    const kit = await openKit([rule]);
    expect(await kit.exchange(await kit.sign({ 'kubernetes.io': { namespace: 'build' } }))).toMatchObject({
      kind: 'exchanged',
    });
    expect(await kit.exchange(await kit.sign({ 'kubernetes.io': { namespace: 'other' } }))).toMatchObject({
      because: 'claims',
    });
    expect(kit.asked).toEqual([]);
  });

  it('is worth nothing once the agent ended, or its trust rules are gone', async () => {
    const kit = await openKit();
    await trustWorkloads(kit.deps, 'claude', []);
    expect(await kit.exchange(await kit.sign())).toEqual({ kind: 'refused', because: 'issuer' });
    await revokeAgent(kit.deps, 'claude');
    expect(await kit.exchange(await kit.sign())).toEqual({ kind: 'refused', because: 'inactive' });
  });
});

describe('a rule about workloads', () => {
  it.each([
    ['no claim', { ...RULE, claims: {} }],
    ['no issuer', { ...RULE, issuer: 'github' }],
    ['a life of a week', { ...RULE, ttl_ms: 7 * 86_400_000 }],
    ['an unknown member', { ...RULE, pattern: '*' }],
  ])('with %s is refused', async (_name, rule) => {
    const { deps } = await openIdentityKit();
    await expect(trustWorkloads(deps, 'claude', [rule])).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('leaves the agent as it was otherwise, and cannot be added by a writer of the database', async () => {
    const kit = await openKit();
    expect((await kit.identify(kit.token)).kind).toBe('agent');
    kit.sql("UPDATE agents SET statement = CAST(replace(CAST(statement AS TEXT), 'acme', 'evil') AS BLOB)");
    await expect(kit.exchange(await kit.sign())).rejects.toMatchObject({ code: 'IDENTITY_STATEMENT_TAMPERED' });
  });
});

describe('a token of a hook', () => {
  it('names the agent it may delete, until the agent ends; no other token does', async () => {
    const kit = await openIdentityKit();
    const deps = { store: kit.storage.identity, clock: kit.clock };
    const { token } = await issueTaskToken(kit.deps, 'claude', { kind: 'deprovision', expiresInMs: HOUR_MS });
    expect(await identifyHook(deps, token)).toMatchObject({ kind: 'hook', agentId: kit.agentId, agentName: 'claude' });
    expect(await identifyHook(deps, kit.token)).toMatchObject({ kind: 'refused' });
    expect(await identifyHook(deps, 'kwa_nothing')).toMatchObject({ kind: 'refused', because: 'malformed' });
    await revokeAgent(kit.deps, 'claude');
    expect(await identifyHook(deps, token)).toMatchObject({ kind: 'refused', because: 'revoked' });
  });
});
