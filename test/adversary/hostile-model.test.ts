import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../src/core/index.ts';
import { buildBinding } from '../../src/policy/index.ts';
import { CANARY, openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { startCanary, startHttpPeer } from '../support/lab/http-peer.ts';
import { callTool } from '../support/tool-calls.ts';
import { ENCODINGS } from './encodings.ts';
import { reflectingUpstream } from './reflecting-upstream.ts';
import { recoveredCharacters } from './score.ts';
import { TRICKS_PLAYED, type Stage, type Trick } from './tricks.ts';
import { byDepth } from '../support/depth.ts';

const PLACEMENTS = ['header:x-api-key', 'bearer', 'query:key', 'cookie:session'] as const;
// The lock would end most tricks early, and what it hides would not be tried.
const UNLOCKED = 1_000_000;

/** Secret characters read and requests elsewhere, over all tricks. */
const total = { tricks: 0, answers: 0, reflected: 0, characters: 0, elsewhere: 0 };

describe('a hostile model before a service that reflects', () => {
  it.each(Object.entries(TRICKS_PLAYED))('%s, and learns nothing', async (name, trick) => {
    const { stage, elsewhere, reflected } = await openStage(UNLOCKED);
    const score = await play(stage, trick);
    total.tricks += 1;
    total.answers += score.answers;
    total.characters += score.characters;
    total.reflected += reflected();
    total.elsewhere += elsewhere();
    expect({ name, recovered: score.characters, elsewhere: elsewhere() }).toEqual({ name, recovered: 0, elsewhere: 0 });
  });

  it('may guess, and the first guess that is right locks the item, wherever it was sent', async () => {
    const ways = [
      (guess: string) => ({ query: { text: guess } }),
      (guess: string) => ({ body: { json: { text: guess } } }),
      (guess: string) => ({ headers: { 'x-request-id': guess } }),
    ];
    for (const way of ways) {
      const { stage, kit } = await openStage();
      const ask = async (text: string, path: string) =>
        stage.call('http_request', { item: 'header', method: 'POST', url: `${stage.origin}${path}`, ...way(text) });
      const right = CANARY.slice(0, 20);
      const wrong = [...right].toReversed().join('x');
      const clean = await ask(right, '/binary-without-secret');
      const answers = [await ask(wrong, '/head'), await ask(right, '/head'), await ask(wrong, '/head')];
      expect(clean.content['code']).toBeUndefined();
      expect(answers.map(({ content }) => content['code'])).toEqual([undefined, undefined, 'POLICY_LOCKED']);
      expect(answers[0]?.raw).toContain(wrong);
      expect(answers[1]?.content).toMatchObject({ status: 200, headers: {}, body: '[WITHHELD]' });
      expect(answers[1]?.raw).not.toMatch(/hits|anomal|reflect|lock|position|count/i);
      expect(
        recoveredCharacters(
          answers.map(({ raw }) => raw),
          CANARY,
        ),
      ).toBe(0);
      expect((await kit.recorded()).filter((record) => record === 'anomaly.raised')).toHaveLength(1);
    }
  });

  it('would be caught learning something: the score finds what leaks', () => {
    for (const [name, encode] of Object.entries(ENCODINGS))
      expect([name, recoveredCharacters([JSON.stringify({ echo: encode(CANARY) })], CANARY)]).not.toEqual([name, 0]);
    expect(recoveredCharacters(['kwtest_ and nothing more'], CANARY)).toBe(0);
  });

  it('has a score of nothing', () => {
    console.info(
      `hostile model: ${String(total.tricks)} tricks, ${String(total.answers)} texts read, ` +
        `${String(total.reflected)} requests with the secret, ${String(total.characters)} bytes of secret recovered, ${String(total.elsewhere)} requests at a foreign host`,
    );
    expect(total.reflected).toBeGreaterThan(byDepth({ few: 100, everything: 500 }));
    expect(total).toMatchObject({ tricks: Object.keys(TRICKS_PLAYED).length, characters: 0, elsewhere: 0 });
  });
});

async function play(stage: Stage, trick: Trick): Promise<{ readonly answers: number; readonly characters: number }> {
  const loot = await trick(stage);
  return { answers: loot.length, characters: recoveredCharacters([...new Set(loot)], CANARY) };
}

interface Opened {
  readonly kit: AgentKit;
  readonly stage: Stage;
  readonly elsewhere: () => number;
  readonly reflected: () => number;
}

async function openStage(maxReflections?: number): Promise<Opened> {
  const kit = await openAgentKit(maxReflections === undefined ? {} : { maxReflections });
  const foreign = await startCanary();
  const upstream = await startHttpPeer({ answer: reflectingUpstream(() => foreign.origin) });
  const items = PLACEMENTS.map((placement) => placement.split(':')[0] ?? '');
  for (const placement of PLACEMENTS) {
    const [scheme = '', name] = placement.split(':');
    const auth = name === undefined ? { scheme } : { scheme, name };
    await kit.addItem(scheme, { urls: [upstream.origin], auth, allow: ['read-write /**'] });
  }
  await kit.owner.createItem(kit.vaultId, {
    title: 'basic',
    binding: JSON.parse(JSON.stringify(buildBinding({ urls: [upstream.origin], auth: { scheme: 'basic' } }))),
    fields: [
      { id: 'username', type: 'text', value: SecretValue.fromText('user') },
      { id: 'password', type: 'concealed', value: SecretValue.fromText(CANARY) },
    ],
  });
  const stage: Stage = {
    origin: upstream.origin,
    foreign: foreign.origin,
    items: [...items, 'basic'],
    call: async (tool, args) => callTool(kit, tool, args),
  };
  const reflected = () => upstream.seen.filter((seen) => JSON.stringify(seen).includes(CANARY.slice(0, 12))).length;
  return { kit, stage, elsewhere: foreign.connections, reflected };
}
