import { PassThrough } from 'node:stream';
import { InMemoryTransport } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../src/core/index.ts';
import { startStdioServer } from '../../src/mcp/index.ts';
import { openAgentKit, SESSION } from '../support/agent-kit.ts';

type Message = Readonly<Record<string, unknown>>;

const OLD = ['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];

describe.each(OLD)('a client that opens with %s', (protocolVersion) => {
  it('is answered in that version, and lists, calls and reads', async () => {
    const wire = await openWire();
    const hello = await wire.ask('initialize', {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: 'old', version: '0' },
    });
    wire.tell('notifications/initialized');

    expect(hello).toMatchObject({ result: { protocolVersion, serverInfo: { name: 'keyward' } } });
    expect(await wire.ask('tools/list')).toMatchObject({ result: { tools: [{ name: 'list_items' }, {}, {}, {}] } });
    expect(await wire.ask('tools/call', { name: 'list_items', arguments: {} })).toMatchObject({
      result: { content: [{ type: 'text', text: expect.stringContaining('"title":"api"') }] },
    });
    expect(await wire.ask('resources/read', { uri: 'keyward://session' })).toMatchObject({
      result: { contents: [{ mimeType: 'application/json', text: expect.stringContaining(protocolVersion) }] },
    });
    expect(await wire.ask('prompts/list')).toMatchObject({ result: { prompts: [{}, {}] } });
    expect(await wire.ask('ping')).toMatchObject({ result: {} });
    // Nothing of the later era reaches a client that would not know it.
    expect(wire.received()).not.toMatch(/ttlMs|cacheScope|resultType/);
  });
});

describe('a client of 2026-07-28', () => {
  it('asks without a handshake, each request with its version', async () => {
    const wire = await openWire();
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'new', version: '1' },
    };
    expect(await wire.ask('server/discover', { _meta })).toMatchObject({
      result: { supportedVersions: ['2026-07-28'], ttlMs: 300_000, cacheScope: 'private' },
    });
    expect(await wire.ask('tools/list', { _meta })).toMatchObject({ result: { resultType: 'complete' } });
    expect(await wire.ask('resources/list', { _meta })).toMatchObject({ result: { ttlMs: 0, cacheScope: 'private' } });
  });
});

describe('what is refused by choice', () => {
  it.each(['logging/setLevel', 'tasks/list', 'resources/subscribe', 'roots/list', 'sampling/createMessage'])(
    '%s is a method that is not there',
    async (method) => {
      const wire = await openWire();
      await wire.ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT });
      expect(await wire.ask(method, { level: 'debug', uri: 'keyward://items' })).toMatchObject({
        error: { code: -32_601 },
      });
    },
  );

  it('says so beforehand: no such capability is offered', async () => {
    const wire = await openWire();
    const hello = await wire.ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT });
    expect(hello).toMatchObject({
      result: {
        capabilities: {
          tools: { listChanged: false },
          prompts: { listChanged: false },
          resources: { listChanged: true },
          completions: {},
        },
      },
    });
    expect(JSON.stringify(hello)).not.toMatch(/"(?:logging|tasks|sampling|roots|experimental|subscribe)"/);
  });
});

describe('a server whose vault cannot be opened', () => {
  it('answers every request with one sentence of ours, and with none of the cause', async () => {
    const wire = await openWire(new Error('EACCES: /home/user/.keyward/keyward.db'));
    await wire.ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT });
    await wire.ask('tools/call', { name: 'list_items', arguments: {} });
    await wire.ask('resources/list');
    await wire.ask('resources/read', { uri: 'keyward://items' });
    const ref = { type: 'ref/prompt', name: 'use_credential' };
    await wire.ask('completion/complete', { ref, argument: { name: 'item', value: '' } });

    expect(wire.received().match(/something went wrong inside Keyward/g)).toHaveLength(4);
    expect(wire.received()).not.toMatch(/EACCES|home/);
  });
});

const CLIENT = { name: 'test', version: '0' };

interface Wire {
  ask(method: string, params?: Message): Promise<Message>;
  tell(method: string): void;
  received(): string;
}

/** The server and a client that is nothing but JSON-RPC. */
async function openWire(failure?: Error): Promise<Wire> {
  const kit = await openAgentKit();
  await kit.addItem('api', { urls: ['https://api.example.com'], auth: { scheme: 'bearer' } });
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = startStdioServer({
    version: '1.2.3',
    connection: SESSION,
    broker: async () => {
      if (failure !== undefined) throw failure;
      return kit.broker;
    },
    logger: silentLogger,
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    wire: far,
  });
  onTestFinished(() => server.close());
  const received: string[] = [];
  const waiting = new Map<unknown, (message: Message) => void>();
  near.onmessage = (message) => {
    received.push(JSON.stringify(message));
    if ('id' in message) waiting.get(message.id)?.({ ...message });
  };
  let id = 0;
  return {
    async ask(method, params = {}) {
      id += 1;
      const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
      await near.send({ jsonrpc: '2.0', id, method, params });
      return answer;
    },
    tell: (method) => void near.send({ jsonrpc: '2.0', method }),
    received: () => received.join('\n'),
  };
}
