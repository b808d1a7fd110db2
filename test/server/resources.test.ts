import { describe, expect, it, vi } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { startHttpKit, type HttpClient } from '../support/http-kit.ts';

describe.each(['legacy', 'modern'] as const)('resources over HTTP for a client of the %s era', (era) => {
  it('are those of the agent whose token came with the request', async () => {
    const kit = await startHttpKit();
    const alice = await kit.connect(await kit.addAgent('alice'), { era });
    const bob = await kit.connect(await kit.addAgent('bob'), { era });
    await alice.call('list_items', {});

    expect(await readText(alice, 'keyward://items')).toContain('"vault":"alice"');
    expect(await readText(bob, 'keyward://items')).not.toContain('alice');
    await expect(bob.client.readResource({ uri: 'keyward://items/alice/api' })).rejects.toMatchObject({
      code: -32_602,
    });
    expect(await readText(alice, 'keyward://items/alice/api')).not.toContain(CANARY);
    expect(await readText(bob, 'keyward://session')).toMatch(/"transport":"http".*"agent":"bob"/);
  });

  it('are told to have changed, to clients that listen', async () => {
    const kit = await startHttpKit();
    const { client } = await kit.connect(await kit.addAgent('alice'), { era });
    const told = vi.fn<() => void>();
    client.setNotificationHandler('notifications/resources/list_changed', told);
    if (era === 'modern') await client.listen({ resourcesListChanged: true });

    // Until the client's stream is open: what has no listener is not stored.
    let count = 0;
    await vi.waitFor(async () => {
      count += 1;
      await kit.addAgent(`another-${String(count)}`);
      await kit.sweep();
      expect(told).toHaveBeenCalled();
    }, WAIT);
  });
});

/** Changes of other connections are looked for once a second; a busy machine takes longer. */
const WAIT = { timeout: 30_000, interval: 100 };

async function readText({ client }: HttpClient, uri: string): Promise<string> {
  const [content] = (await client.readResource({ uri })).contents;
  if (content === undefined || !('text' in content)) throw new Error('no text');
  return content.text;
}
