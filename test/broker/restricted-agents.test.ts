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

it('tells an agent that is slowed down until when, for which reason, and how its owner lifts it', async () => {
  const kit = await openAgentKit();
  const upstream = await startHttpPeer();
  await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
  const call = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
  const { id, name } = kit.agent.agent;
  const since = kit.clock.now();
  await kit.storage.identity.restrictAgent(id, { kind: 'throttled', since, until: since + 3_600_000 });
  const session = { ...kit.context.session, principal: { kind: 'watch' } } as const;
  await kit.trail.record({ type: 'agent.throttled', session, agent: { id, name }, detail: { rule: 'sweep' } });
  for (let count = 0; count < 4; count += 1) {
    await kit.broker.call(kit.context, call);
    kit.clock.advance(5_000);
  }

  const refused = await kit.broker.call(kit.context, call);
  const until = new Date(since + 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  expect(refused).toMatchObject({
    code: 'POLICY_RATE_EXCEEDED',
    reason: `this agent is slowed down to 4 calls a minute until ${until} UTC, because it used many items within an hour that it had not used before`,
    hint: `wait, then call again; the owner lifts it with \`keyward agent resume ${name}\``,
    retryAfterS: 40,
  });
  expect(await kit.broker.explain(kit.context, call)).toMatchObject({ retryAfterS: 40 });
  kit.clock.advance(39_000);
  expect(await kit.broker.call(kit.context, call)).toMatchObject({ retryAfterS: 1 });
  kit.clock.advance(1_000);
  expect(await kit.broker.call(kit.context, call)).toMatchObject({ status: 200 });
});

it('tells when the rate of an item lets the next call through', async () => {
  const kit = await openAgentKit();
  const upstream = await startHttpPeer();
  await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' }, rate: '2/h' });
  const call = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
  await kit.broker.call(kit.context, call);
  kit.clock.advance(600_000);
  await kit.broker.call(kit.context, call);
  expect(await kit.broker.call(kit.context, call)).toMatchObject({ code: 'POLICY_RATE_EXCEEDED', retryAfterS: 3_000 });
});

it('tells why and until when an item is locked, and its owner lifts it', async () => {
  const kit = await openAgentKit({ maxReflections: 2 });
  const upstream = await startHttpPeer({
    answer: (request, response) => void response.end(String(request.headers.authorization)),
  });
  await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
  const call = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
  for (let count = 0; count < 2; count += 1) await kit.broker.call(kit.context, call);
  kit.clock.advance(60_000);

  const refused = await kit.broker.call(kit.context, call);
  expect(refused).toMatchObject({ code: 'POLICY_LOCKED', retryAfterS: 3_540 });
  expect(refused).toHaveProperty('reason', expect.stringContaining('because its secret came back in too many answers'));
  expect(refused).toHaveProperty('hint', expect.stringContaining('`keyward item unlock '));

  const [reflected] = await kit.storage.usage.reflectedItems(kit.clock.now() - 3_600_000);
  expect(reflected).toMatchObject({ agentId: kit.agent.agent.id, charge: 2, lastAt: kit.clock.now() - 60_000 });
  expect(await kit.storage.usage.forgetReflections({ itemId: reflected?.itemId ?? '', agentId: 'another' })).toBe(0);
  expect(await kit.storage.usage.forgetReflections({ itemId: reflected?.itemId ?? '' })).toBe(1);
  expect(await kit.broker.call(kit.context, call)).toMatchObject({ status: 200 });
});

it.each([
  ['text/csv; charset=x-none', 'a,b,c\n'],
  ['application/zip', 'PK\u0003\u0004 nothing in it'],
  ['application/json', '{"access_token":"tok-9f2b1c7d8e3a4506b1c2","token_type":"Bearer"}'],
])('does not lock an item for answers of %s, in which no secret came back', async (type, body) => {
  const kit = await openAgentKit({ maxReflections: 2 });
  const upstream = await startHttpPeer({
    answer: (_request, response) => void response.writeHead(200, { 'content-type': type }).end(body),
  });
  await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
  const call = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
  for (let count = 0; count < 4; count += 1)
    expect(await kit.broker.call(kit.context, call)).toMatchObject({ status: 200 });
  expect(await kit.recorded()).not.toContain('anomaly.raised');
});

it('marks in the trail that an item outside of the vaults of the agent was named, and not a misspelt title', async () => {
  const kit = await openAgentKit();
  const call = async (item: string) => kit.broker.call(kit.context, { item, method: 'GET', url: 'https://a.test/' });
  await call('stirpe');
  await call('finance/stripe');
  await call('abcdefghijklmnopqrstuvwxyz');
  const details = (await kit.trail.list({ types: ['call.denied'] })).map(({ detail }) => detail);
  expect(details).toEqual([{ outside_grants: true }, { outside_grants: true }, {}]);
});
