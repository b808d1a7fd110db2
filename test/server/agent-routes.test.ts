import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config/index.ts';
import { silentLogger, systemClock, systemRandom } from '../../src/core/index.ts';
import { parseListenRules, startHttpServer } from '../../src/server/listener/index.ts';
import { openServerApp } from '../../src/server/server-app.ts';
import { openCommandLine } from '../support/command-line.ts';

const token = z.looseObject({ token: z.string(), id: z.string() });

/** A server on a data folder that the command line has filled. */
async function startServer() {
  const line = await openCommandLine();
  await line.json(['vault', 'create', 'build']);
  const env = { KEYWARD_HOME: line.home, KEYWARD_KEYCHAIN: 'off' };
  const config = loadConfig({ env, platform: process.platform, homedir: line.home });
  const deps = { clock: systemClock, random: systemRandom, logger: silentLogger };
  const app = await openServerApp({ config, logger: silentLogger, version: '0.0.0' });
  const { authenticate, routes, isReady, counts } = app;
  const server = await startHttpServer({
    rules: parseListenRules({ port: 0 }),
    routes,
    authenticate,
    isReady,
    counts,
    limits: { drainMs: 100 },
    ...deps,
  });
  onTestFinished(async () => {
    await server.close();
    await app.close();
  });
  const remove = async (name: string, bearer: string) =>
    fetch(`${server.url}/v1/agents/${name}`, { method: 'DELETE', headers: { authorization: `Bearer ${bearer}` } });
  const exchange = async (form: Readonly<Record<string, string>>) =>
    fetch(`${server.url}/v1/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { ...line, remove, exchange };
}

describe('DELETE /v1/agents/NAME', () => {
  it('deletes the agent of a hook token, once, and leaves no row of it', async () => {
    const { json, remove } = await startServer();
    const { id, token: own } = token.parse(await json(['agent', 'create', 'job', '--vault', 'build']));
    await json(['agent', 'create', 'other', '--vault', 'build']);
    const hook = token.parse(await json(['agent', 'token', 'job', '--deprovision'])).token;
    expect((await remove('other', hook)).status).toBe(403);
    expect((await remove('job', own)).status).toBe(401);
    expect((await remove('job', 'kwa_nothing')).status).toBe(401);
    const answer = await remove('job', hook);
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 200,
      body: { id, name: 'job', deleted: true },
    });
    expect((await remove('job', hook)).status).toBe(401);
    expect(await json(['agent', 'list'])).toMatchObject([{ name: 'other' }]);
    expect(await json(['audit', 'list', '--limit', '2'])).toMatchObject([
      { type: 'session.refused' },
      { type: 'agent.deleted', agent: { id }, session: { transport: 'http', principal: { kind: 'agent', id } } },
    ]);
  });
});

describe('POST /v1/token', () => {
  it('exchanges the identity token of a job (RFC 8693), and tells others nothing', async () => {
    const { json, home, exchange } = await startServer();
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwks = join(home, 'jwks.json');
    await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] }), {
      mode: 0o600,
    });
    await json(['agent', 'create', 'ci', '--vault', 'build', '--without-token']);
    const issuer = 'https://issuer.example.com';
    const rule = ['--issuer', issuer, '--audience', 'keyward', '--claim', 'sub=job', '--jwks', jwks, '--ttl', '5m'];
    await json(['agent', 'trust', 'ci', ...rule]);
    const sign = async (subject: string) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(issuer)
        .setAudience('keyward')
        .setSubject(subject)
        .setExpirationTime('5m')
        .sign(privateKey);
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', agent: 'ci' };
    const answer = await exchange({ ...grant, subject_token: await sign('job') });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      access_token: expect.stringMatching(/^kwa_/),
      token_type: 'Bearer',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      expires_in: expect.toSatisfy((seconds: number) => seconds > 290 && seconds <= 300),
    });
    expect(await json(['agent', 'describe', 'ci'])).toMatchObject({
      tokens: expect.arrayContaining([expect.objectContaining({ kind: 'workload' })]),
    });
    const refusals = [
      await exchange({ ...grant, subject_token: await sign('another job') }),
      await exchange({ ...grant, agent: 'unknown', subject_token: await sign('job') }),
    ];
    for (const refused of refusals) {
      expect({ status: refused.status, body: await refused.json() }).toEqual({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    }
    expect((await exchange({ ...grant, grant_type: 'password' })).status).toBe(400);
    expect((await exchange({ ...grant, subject_token: 'x'.repeat(40_000) })).status).toBe(400);
    const records = JSON.stringify(await json(['audit', 'list', '--limit', '6']));
    expect(records).toContain('"because":"claims"');
    expect(records).toContain('"subject":"job"');
  });
});
