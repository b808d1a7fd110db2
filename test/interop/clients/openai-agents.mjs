import { MCPServerSSE, MCPServerStdio, MCPServerStreamableHttp } from '@openai/agents';

export async function connect({ transport, server, url, headers }) {
  // It gives up after five seconds unless told, and a busy machine may need more.
  const patience = { clientSessionTimeoutSeconds: 60 };
  const client =
    transport === 'stdio'
      ? new MCPServerStdio({ ...server, ...patience })
      : transport === 'sse'
        ? new MCPServerSSE({ url, requestInit: { headers }, ...patience })
        : new MCPServerStreamableHttp({ url, requestInit: { headers }, ...patience });
  await client.connect();
  return {
    list: async () => (await client.listTools()).map(({ name }) => name),
    call: async (name, args, signal) => client.callToolResult(name, args, null, { signal }),
    close: async () => client.close(),
  };
}
