import { describe, expect, it } from 'vitest';
import { CANARY, openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { connectClient, ERAS, type McpKit } from '../support/mcp-kit.ts';
import { residueOf } from '../redaction/residue.ts';

const REFERENCES = [CANARY, CANARY.slice(0, 12), 'kwtest_', ''];

describe.each(ERAS)('everything a client of the %s era can ask for', (era) => {
  it('holds nothing of a planted secret: lists, documents, prompts, completions, errors, progress, notifications', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer({
      answer: ({ path, headers }, response) => {
        if (path === '/gone') response.destroy();
        else response.writeHead(path === '/error' ? 500 : 200).end(`you sent ${String(headers['x-api-key'])}`);
      },
    });
    const auth = { scheme: 'header', name: 'x-api-key' };
    await kit.addItem('api', { urls: [upstream.origin], auth });
    await kit.addItem('unreachable', { urls: ['http://127.0.0.1:1'], auth });
    const kinds = await askForEverything(await connectClient(kit, { era }), upstream.origin);

    expect(upstream.seen).toHaveLength(3);
    expect(kinds.sent.length).toBeGreaterThan(40);
    for (const text of kinds.sent) {
      // What the client itself sent comes back in some errors; it is not told that it guessed right.
      const answer = text.replaceAll(kinds.ownWords, '');
      expect(residueOf(answer, CANARY, 'kwtest_')).toBeUndefined();
    }
  });
});

it('an answer to a guess is the same whether it was right', async () => {
  const kit = await openAgentKit();
  await kit.addItem('api', { urls: ['https://api.example.com'], auth: { scheme: 'bearer' } });
  const wrong = CANARY.split('').reverse().join('');
  const answers = [];
  for (const guess of [CANARY, wrong]) {
    const session = await connectClient(kit);
    await askWith(session, guess);
    // Only the ids of the calls may differ.
    const told = session.sent().replaceAll(guess, 'GUESS');
    answers.push(told.replaceAll(/\b[a-z2-7]{26}\b/g, 'ID'));
  }
  expect(answers[0]).toBe(answers[1]);
});

async function askForEverything(
  session: McpKit,
  origin: string,
): Promise<{ readonly sent: readonly string[]; readonly ownWords: string }> {
  const { client, server } = session;
  await client.listTools();
  await client.listPrompts();
  await client.listResourceTemplates();
  const { resources } = await client.listResources();
  for (const { uri } of resources) await client.readResource({ uri });
  for (const path of ['/ok', '/error', '/gone']) {
    const params = { name: 'http_get', arguments: { item: 'api', url: `${origin}${path}` } };
    await client.callTool(params, { onprogress: () => undefined });
  }
  await client.callTool({ name: 'http_get', arguments: { item: 'unreachable', url: 'http://127.0.0.1:1/' } });
  for (const reference of REFERENCES) await askWith(session, reference);
  await client.readResource({ uri: 'keyward://session' });
  server.itemsChanged();
  return { sent: session.sent().split('\n'), ownWords: CANARY };
}

/** Everywhere a client can put words of its own. */
async function askWith({ client }: McpKit, words: string): Promise<void> {
  const asks: readonly (() => Promise<unknown>)[] = [
    async () => client.callTool({ name: 'list_items', arguments: { filter: words } }),
    async () => client.callTool({ name: 'list_items', arguments: { cursor: words } }),
    async () => client.callTool({ name: 'http_get', arguments: { item: words, url: words } }),
    async () => client.callTool({ name: words, arguments: { [words]: words } }),
    async () => client.readResource({ uri: `keyward://items/ai-agents/${words}` }),
    async () => client.readResource({ uri: words }),
    async () => client.getPrompt({ name: words }),
    async () => client.getPrompt({ name: 'use_credential', arguments: { item: 'api', task: words } }),
    async () =>
      client.complete({
        ref: { type: 'ref/prompt', name: 'use_credential' },
        argument: { name: 'item', value: words },
      }),
    async () => client.request({ method: 'resources/list', params: { cursor: words } }),
  ];
  for (const ask of asks) await ask().catch(() => undefined);
}
