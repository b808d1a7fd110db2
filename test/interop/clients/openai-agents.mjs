import { MCPServerSSE, MCPServerStdio, MCPServerStreamableHttp } from '@openai/agents';

export async function connect({ transport, server, url, headers }) {
  const client =
    transport === 'stdio'
      ? new MCPServerStdio(server)
      : transport === 'sse'
        ? new MCPServerSSE({ url, requestInit: { headers } })
        : new MCPServerStreamableHttp({ url, requestInit: { headers } });
  await client.connect();
  return {
    list: async () => (await client.listTools()).map(({ name }) => name),
    call: async (name, args, signal) => client.callToolResult(name, args, null, { signal }),
    close: async () => client.close(),
  };
}
