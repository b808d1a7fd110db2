import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../src/core/index.ts';
import { buildBinding } from '../../src/policy/index.ts';
import { DECOY_TAG } from '../../src/secrets/index.ts';
import { openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

const WEAK = 'Sommer2026-Berlin!';

async function callWith(secret: string, { flags = {}, tags = [] as readonly string[] } = {}) {
  const kit = await openAgentKit();
  const upstream = await startHttpPeer();
  const binding = buildBinding({ urls: [upstream.origin], auth: { scheme: 'bearer' }, ...flags });
  await kit.owner.createItem(kit.vaultId, {
    title: 'api',
    tags: [...tags],
    binding: JSON.parse(JSON.stringify(binding)),
    fields: [{ id: 'credential', type: 'concealed', value: SecretValue.fromText(secret) }],
  });
  const answer = await kit.broker.call(kit.context, { item: 'api', method: 'GET', url: `${upstream.origin}/` });
  return { answer, sent: upstream.seen.length };
}

describe('a secret that is easy to guess', () => {
  it.each([WEAK, '4929381726354819'])(
    '%s is not sent where answers are shown, and the agent is told',
    async (secret) => {
      const { answer, sent } = await callWith(secret);
      expect(answer).toMatchObject({ kind: 'refused', code: 'ITEM_SECRET_TOO_WEAK', sent: 'no' });
      expect(sent).toBe(0);
    },
  );

  it('is used when the owner allowed it, when less is shown, and as bait', async () => {
    const status = { mode: 'status_only' } as const;
    for (const options of [
      { flags: { allowWeakSecret: true } },
      { flags: { response: status } },
      { tags: [DECOY_TAG] },
    ])
      expect((await callWith(WEAK, options)).answer).toMatchObject({ status: 200 });
  });

  it('is none that a service issued: a key of twenty characters goes through', async () => {
    expect((await callWith('mR7vQ2xLw9Zk4Tb8Hn3P')).answer).toMatchObject({ status: 200 });
  });
});
