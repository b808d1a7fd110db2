import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CANARY } from '../support/agent-kit.ts';
import { runProgram, startKeyward, type Keyward } from '../support/keyward.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { byDepth } from '../support/depth.ts';

const PROCESSES = byDepth({ few: 2, everything: 3 });
const CALLERS = byDepth({ few: 4, everything: 16 });
const MAX_USES = byDepth({ few: 5, everything: 20 });
const EVERY = PROCESSES * CALLERS;

const issued = z.looseObject({ token: z.string() });

interface Scene extends Keyward {
  /** Everything that reached the service. */
  readonly reached: () => number;
  readonly token: string;
  /** Servers with this token, each with so many calls at once when asked; answers how they ended, by code. */
  servers(token: string): Promise<() => Promise<Readonly<Record<string, number>>>>;
}

async function prepare(): Promise<Scene> {
  const keyward = await startKeyward();
  const upstream = await startHttpPeer();
  const flags = ['--url', upstream.origin, '--auth', 'bearer'];
  const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
  const servers: Scene['servers'] = async (each) => {
    const sessions = await Promise.all(Array.from({ length: PROCESSES }, () => keyward.connect({ token: each })));
    const calls = sessions.flatMap((session) => Array.from({ length: CALLERS }, () => session));
    return async () => {
      const url = `${upstream.origin}/v1/me`;
      const answers = await Promise.all(calls.map((session) => session.call('http_get', { item: 'api', url })));
      const codes = answers.map(({ isError, content }) => (isError ? String(content['code']) : 'answered'));
      return Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]));
    };
  };
  return { ...keyward, token, servers, reached: () => upstream.seen.length };
}

describe(`an agent with ${CALLERS} calls at once in each of ${PROCESSES} servers`, () => {
  it('goes on with both tokens while a rotation overlaps, ends with its time, and with its revocation', async () => {
    const { here, servers, token, reached } = await prepare();
    const callWithOld = await servers(token);
    expect(await callWithOld()).toEqual({ answered: EVERY });
    const rotated = issued.parse(await here.json(['agent', 'rotate', 'claude-desktop', '--overlap', '1h']));
    const callWithNew = await servers(rotated.token);
    expect(await Promise.all([callWithOld(), callWithNew()])).toEqual([{ answered: EVERY }, { answered: EVERY }]);
    await here.json(['agent', 'rotate', 'claude-desktop']);
    expect(await callWithOld()).toEqual({ IDENTITY_TOKEN_INVALID: EVERY });
    expect(await callWithNew()).toEqual({ IDENTITY_TOKEN_INVALID: EVERY });
    const last = issued.parse(await here.json(['agent', 'rotate', 'claude-desktop']));
    const callWithLast = await servers(last.token);
    expect(await callWithLast()).toEqual({ answered: EVERY });
    const before = reached();
    await here.json(['agent', 'revoke', 'claude-desktop']);
    expect(await callWithLast()).toEqual({ IDENTITY_TOKEN_INVALID: EVERY });
    expect(reached()).toBe(before);
  });

  it('makes as many calls with a task token as that may, and not one more, calls and reads together', async () => {
    const { here, servers, reached, env } = await prepare();
    await here.json(['agent', 'create', 'reader', '--vault', 'ai-agents', '--can', 'read']);
    const flags = ['--items', 'ai-agents/api', '--max-uses', String(MAX_USES)];
    const { token } = issued.parse(await here.json(['agent', 'token', 'reader', ...flags]));
    const withToken = { ...env, KEYWARD_SERVICE_ACCOUNT_TOKEN: token };
    const read = async () => runProgram({ args: ['read', 'op://ai-agents/api/credential'], env: withToken, stdin: '' });
    const callAll = await servers(token);
    const [counts, ...reads] = await Promise.all([callAll(), read(), read(), read()]);
    const given = reads.filter(({ code, stdout }) => code === 0 && stdout === `${CANARY}\n`).length;
    expect((counts['answered'] ?? 0) + given).toBe(MAX_USES);
    expect(reached()).toBe(counts['answered']);
    expect(await callAll()).toEqual({ IDENTITY_TOKEN_USED_UP: EVERY });
    expect(await read()).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining('IDENTITY_TOKEN_USED_UP'),
    });
  });
});
