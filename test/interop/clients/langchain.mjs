import { MultiServerMCPClient } from '@langchain/mcp-adapters';

export async function connect({ transport, server, url, headers }) {
  const connection =
    transport === 'stdio' ? { transport, ...server } : { transport, url, headers, automaticSSEFallback: false };
  const client = new MultiServerMCPClient({ mcpServers: { keyward: connection } });
  const tools = await client.getTools();
  return {
    list: async () => tools.map(({ name }) => name),
    call: async (name, args, signal) => tools.find((tool) => tool.name === name).invoke(args, { signal }),
    close: async () => client.close(),
  };
}
