import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const NEGOTIATION = {
  legacy: {},
  auto: { versionNegotiation: { mode: 'auto' } },
  modern: { versionNegotiation: { mode: { pin: '2026-07-28' } } },
};

export async function connect({ transport, mode, server, url, headers }) {
  const client = new Client({ name: 'interop', version: '1.0.0' }, NEGOTIATION[mode]);
  const requestInit = { headers };
  if (transport === 'stdio') await client.connect(new StdioClientTransport(server));
  else if (transport === 'sse') await client.connect(new SSEClientTransport(new URL(url), { requestInit }));
  else await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return {
    list: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args, signal) => client.callTool({ name, arguments: args }, { signal }),
    close: async () => client.close(),
  };
}
