import { expect, it } from 'vitest';
import { z } from 'zod';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

const alertsSchema = z.array(z.looseObject({ call_id: z.string() }));

it('an agent that touches bait is suspended, alerted about, and goes on only when its owner says so', async () => {
  const keyward = await startKeyward();
  const upstream = await startHttpPeer();
  const bound = ['--url', upstream.origin, '--auth', 'bearer'];
  const token = await keyward.prepare({ title: 'api', secret: CANARY, flags: bound });
  await keyward.json(['item', 'create', 'ai-agents/aws root', ...bound, '--honey'], 'AKIA-decoy-never-to-be-used');
  const url = `${upstream.origin}/`;

  const other = await keyward.connect({ token });
  expect(await other.call('http_get', { item: 'api', url })).toMatchObject({ content: { status: 200 } });
  const session = await keyward.connect({ token });
  expect(JSON.stringify(await session.call('list_items', {}))).not.toContain('honey');
  expect(await session.call('explain_request', { item: 'aws root', method: 'GET', url })).toMatchObject({
    isError: false,
  });
  await session.client.close();

  expect(await other.call('http_get', { item: 'api', url })).toMatchObject({
    content: { code: 'IDENTITY_TOKEN_INVALID', reason: 'the agent token is not valid' },
  });
  expect(await keyward.json(['agent', 'list'])).toMatchObject([{ status: 'suspended' }]);
  const alerts = alertsSchema.parse(await keyward.json(['audit', 'list', '--alerts']));
  const [alert] = alerts;
  expect(alerts).toMatchObject([
    { detail: { rule: 'honey', sentence: expect.stringContaining('touched the decoy "aws root"') } },
  ]);
  await keyward.json(['audit', 'acknowledge', String(alert?.call_id)]);
  expect(await keyward.json(['audit', 'list', '--alerts'])).toEqual([]);
  expect(await keyward.json(['agent', 'resume', 'claude-desktop'])).toMatchObject({ resumed: true });
  expect(await other.call('http_get', { item: 'api', url })).toMatchObject({ content: { status: 200 } });
});
