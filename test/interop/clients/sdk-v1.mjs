import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export async function connect({ transport, server, url, headers }) {
  const client = new Client({ name: 'interop', version: '1.0.0' });
  const requestInit = { headers };
  if (transport === 'stdio') await client.connect(new StdioClientTransport(server));
  else if (transport === 'sse') await client.connect(new SSEClientTransport(new URL(url), { requestInit }));
  else await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return {
    list: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args, signal) => client.callTool({ name, arguments: args }, undefined, { signal }),
    close: async () => client.close(),
  };
}
