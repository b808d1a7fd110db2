import { describe, expect, it } from 'vitest';
import { openAgentKit } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { callTool } from '../support/tool-calls.ts';
import { CANARY } from '../support/agent-kit.ts';

describe('a rate', () => {
  it('holds for calls made at the same moment', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer();
    await kit.addItem('api', { urls: [peer.origin], auth: { scheme: 'bearer' }, rate: '3/min' });

    const calls = Array.from({ length: 12 }, async () => callTool(kit, 'http_get', { item: 'api', url: peer.origin }));
    const codes = (await Promise.all(calls)).map(({ content }) => content['code'] ?? content['status']);

    expect(codes.filter((code) => code === 200)).toHaveLength(3);
    expect(codes.filter((code) => code === 'POLICY_RATE_EXCEEDED')).toHaveLength(9);
    expect(peer.seen).toHaveLength(3);
  });

  it('is not begun anew by starting the server again, and explaining says the same', { timeout: 30_000 }, async () => {
    const keyward = await startKeyward();
    const peer = await startHttpPeer();
    const flags = ['--url', peer.origin, '--auth', 'bearer', '--rate', '2/day'];
    const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
    const call = { item: 'api', url: `${peer.origin}/` };
    const first = await keyward.connect({ token });
    await first.call('http_get', call);
    await first.call('http_get', call);
    await first.client.close();

    const second = await keyward.connect({ token });
    expect((await second.call('explain_request', { ...call, method: 'GET' })).content).toMatchObject({
      decision: 'deny',
      code: 'POLICY_RATE_EXCEEDED',
    });
    expect((await second.call('http_get', call)).content).toMatchObject({ code: 'POLICY_RATE_EXCEEDED' });
    expect(peer.seen).toHaveLength(2);
  });
});
