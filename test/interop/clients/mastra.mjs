import { MCPClient } from '@mastra/mcp';

export async function connect({ transport, mode, server, url, headers }) {
  const protocol = mode === 'legacy' ? { protocolVersion: 'legacy' } : {};
  const definition = transport === 'stdio' ? server : { url: new URL(url), requestInit: { headers } };
  const client = new MCPClient({ servers: { keyward: { ...definition, ...protocol } } });
  const tools = await client.listTools();
  return {
    list: async () => Object.keys(tools).map((name) => name.replace(/^keyward_/, '')),
    call: async (name, args, abortSignal) => tools[`keyward_${name}`].execute(args, { abortSignal }),
    close: async () => client.disconnect(),
  };
}
