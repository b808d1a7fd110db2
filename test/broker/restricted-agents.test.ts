import { expect, it } from 'vitest';
import { openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

it('lets an agent that is slowed down make four calls a minute, and says why to it when it asks', async () => {
  const kit = await openAgentKit();
  const upstream = await startHttpPeer();
  await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
  const call = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
  const codes = async () => {
    const answer = await kit.broker.call(kit.context, call);
    return answer.kind === 'answered' ? answer.status : answer.code;
  };
  const since = kit.clock.now();
  const throttle = { kind: 'throttled', since, until: since + 3_600_000 } as const;
  await kit.storage.identity.restrictAgent(kit.agent.agent.id, throttle);

  const answers = [await codes(), await codes(), await codes(), await codes(), await codes()];

  expect(answers).toEqual([200, 200, 200, 200, 'POLICY_RATE_EXCEEDED']);
  expect(await kit.broker.explain(kit.context, call)).toMatchObject({ decision: 'deny', code: 'POLICY_RATE_EXCEEDED' });
  expect(await kit.recorded()).toContain('call.denied POLICY_RATE_EXCEEDED');
  await kit.storage.identity.resumeAgent(kit.agent.agent.id);
  expect(await codes()).toBe(200);
});
