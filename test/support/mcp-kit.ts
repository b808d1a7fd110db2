import { PassThrough } from 'node:stream';
import { Client, InMemoryTransport, type ClientOptions } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../src/core/index.ts';
import { startStdioServer, type StdioServer } from '../../src/mcp/index.ts';
import { SESSION, type AgentKit } from './agent-kit.ts';

export type Era = 'legacy' | 'modern';

export const ERAS: readonly Era[] = ['legacy', 'modern'];

export interface McpKit {
  readonly client: Client;
  readonly server: StdioServer;
  /** Everything that went to the client, as text, a message a line. */
  readonly sent: () => string;
}

/** A real client and the real server of one connection, with nothing but the pipe between them left out. */
export async function connectClient(
  { broker }: Pick<AgentKit, 'broker'>,
  { era = 'legacy', ...options }: ClientOptions & { readonly era?: Era } = {},
): Promise<McpKit> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const messages: string[] = [];
  const send = far.send.bind(far);
  far.send = async (message, more) => {
    messages.push(JSON.stringify(message));
    await send(message, more);
  };
  const server = startStdioServer({
    version: '1.2.3',
    connection: SESSION,
    broker: async () => broker,
    logger: silentLogger,
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    wire: far,
  });
  const mode = era === 'modern' ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {};
  const client = new Client({ name: 'test', version: '1.2.3' }, { ...mode, ...options });
  await client.connect(near);
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  return { client, server, sent: () => messages.join('\n') };
}
