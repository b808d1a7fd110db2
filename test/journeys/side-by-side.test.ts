import { expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

const CALLS = 40;

it('two assistants and a person work on one data folder without a lost write or a locked database', async () => {
  const keyward = await startKeyward();
  const upstream = await startHttpPeer();
  const flags = ['--url', upstream.origin, '--auth', 'bearer'];
  const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
  await keyward.json(['agent', 'create', 'cursor', '--vault', 'ai-agents', '--expires-in', '1d']);
  const sessions = [
    await keyward.connect({ token }),
    await keyward.connect({ args: ['--agent', 'cursor'], era: 'modern' }),
  ];

  const called = sessions.map(async (session) =>
    Promise.all(
      Array.from({ length: CALLS }, async () => session.call('http_get', { item: 'api', url: `${upstream.origin}/` })),
    ),
  );
  const created = ['one', 'two', 'three'].map(async (title) =>
    keyward.json(['item', 'create', `ai-agents/${title}`, ...flags], CANARY),
  );
  const answers = (await Promise.all(called)).flat();
  await Promise.all(created);

  expect(answers.filter((answer) => answer.content['status'] !== 200)).toEqual([]);
  expect(await keyward.json(['item', 'list'])).toHaveLength(4);
  expect(await keyward.json(['audit', 'verify'])).toMatchObject({ kind: 'intact' });
  const outcomes = await keyward.json(['audit', 'list', '--limit', '1000']);
  const text = JSON.stringify(outcomes);
  expect(text.split('"type":"call.outcome"')).toHaveLength(2 * CALLS + 1);
  expect(new Set([...text.matchAll(/"connection_id":"([a-z2-7]+)"/g)].map(([, id]) => id)).size).toBeGreaterThan(2);
});
