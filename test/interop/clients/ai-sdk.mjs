import { createMCPClient } from '@ai-sdk/mcp';
import { StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';

export async function connect({ transport, mode, server, url, headers }) {
  const client = await createMCPClient({
    transport: transport === 'stdio' ? new StdioMCPTransport(server) : { type: transport, url, headers },
    protocolVersionDiscovery: mode !== 'legacy',
  });
  // As a model is given them: what generateText would call.
  const tools = await client.tools();
  return {
    list: async () => Object.keys(tools),
    call: async (name, args, abortSignal) =>
      tools[name].execute(args, { toolCallId: 'interop', messages: [], abortSignal }),
    close: async () => client.close(),
  };
}
