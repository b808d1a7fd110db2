import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { withProgress } from '../../src/mcp/progress.ts';
import { openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { connectClient, ERAS } from '../support/mcp-kit.ts';

describe.each(ERAS)('a call that a client of the %s era cancels', (era) => {
  it.each(['before the service answers', 'while the body comes'])('%s', async (when) => {
    const kit = await openAgentKit();
    const { reached, dropped, origin } = await startSilentPeer(when === 'while the body comes');
    await kit.addItem('slow', { urls: [origin], auth: { scheme: 'bearer' } });
    const { client, sent } = await connectClient(kit, { era });
    const cancel = new AbortController();

    const params = { name: 'http_get', arguments: { item: 'slow', url: `${origin}/` } };
    const call = client.callTool(params, { signal: cancel.signal });
    call.catch(() => undefined);
    await reached;
    cancel.abort('the person changed their mind');

    await expect(call).rejects.toThrow();
    await dropped;
    await kit.broker.settled();
    expect(await kit.recorded()).toEqual(['call.intent', 'call.outcome OUTBOUND_CANCELLED']);
    // Who cancelled gets no answer; the connection goes on.
    expect(sent()).not.toContain('OUTBOUND_CANCELLED');
    expect((await client.callTool({ name: 'list_items', arguments: {} })).isError).toBeUndefined();
  });
});

describe('a client that goes away in the middle of a call', () => {
  it('ends the request, and the outcome is recorded', async () => {
    const kit = await openAgentKit();
    const { reached, dropped, origin } = await startSilentPeer(false);
    await kit.addItem('slow', { urls: [origin], auth: { scheme: 'bearer' } });
    const { client } = await connectClient(kit);
    client.callTool({ name: 'http_get', arguments: { item: 'slow', url: `${origin}/` } }).catch(() => undefined);
    await reached;

    await client.close();

    await dropped;
    await kit.broker.settled();
    expect(await kit.recorded()).toEqual(['call.intent', 'call.outcome OUTBOUND_CANCELLED']);
  });
});

describe('a call cancelled before it was sent', () => {
  it('reaches no service and stands in the trail', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
    const context: AgentKit['context'] = { ...kit.context, signal: AbortSignal.abort() };

    const answer = await kit.broker.call(context, { item: 'api', method: 'GET', url: `${upstream.origin}/` });

    expect(answer).toMatchObject({ code: 'OUTBOUND_CANCELLED' });
    expect(upstream.seen).toEqual([]);
    expect(await kit.recorded()).toEqual(['call.intent', 'call.outcome OUTBOUND_CANCELLED']);
  });
});

describe('progress', () => {
  it('of a slow call reaches the client that asked for it, and none comes after the call', async () => {
    const kit = await openAgentKit();
    const { reached, origin } = await startSilentPeer(false);
    await kit.addItem('slow', { urls: [origin], auth: { scheme: 'bearer' } });
    const { client } = await connectClient(kit);
    const cancel = new AbortController();
    const told: unknown[] = [];
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());

    const params = { name: 'http_get', arguments: { item: 'slow', url: `${origin}/` } };
    const options = { signal: cancel.signal, onprogress: (progress: unknown) => told.push(progress) };
    const call = client.callTool(params, options).catch(() => undefined);
    await reached;
    await vi.advanceTimersByTimeAsync(6_000);
    cancel.abort();
    await call;
    await vi.advanceTimersByTimeAsync(6_000);

    expect(told).toEqual([
      { progress: 1, message: 'still waiting, 3 s so far' },
      { progress: 2, message: 'still waiting, 6 s so far' },
    ]);
  });

  it('is told while a call lasts, to a client that requested, in our own words', async () => {
    const told: unknown[] = [];
    let finish: (text: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => (finish = resolve));
    const notify = async (notification: unknown): Promise<void> => {
      told.push(notification);
      if (told.length === 3) finish('done');
    };
    const { signal } = new AbortController();

    expect(await withProgress({ _meta: { progressToken: 7 }, signal, notify }, async () => work, 1)).toBe('done');

    expect(told).toMatchObject(
      [1, 2, 3].map((progress) => ({
        method: 'notifications/progress',
        params: { progressToken: 7, progress, message: expect.stringMatching(/^still waiting, \d+ s so far$/) },
      })),
    );
  });
});

async function startSilentPeer(
  sendsHeaders: boolean,
): Promise<{ readonly reached: Promise<void>; readonly dropped: Promise<unknown>; readonly origin: string }> {
  let arrived = (): void => undefined;
  let gone = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrived = resolve));
  const dropped = new Promise<void>((resolve) => (gone = resolve));
  const { origin } = await startHttpPeer({
    answer: (_, response) => {
      if (sendsHeaders) response.writeHead(200, { 'content-length': '1000' }).write('the first');
      void once(response, 'close').then(gone);
      arrived();
    },
  });
  return { reached, dropped, origin };
}
