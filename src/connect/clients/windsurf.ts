import { plainEntry, underHome, type Client } from '../client.ts';

export const windsurf: Client = {
  name: 'windsurf',
  title: 'Windsurf',
  format: 'json',
  section: 'mcpServers',
  paths: { user: underHome('.codeium', 'windsurf', 'mcp_config.json') },
  entry: plainEntry,
  afterwards: 'refresh the MCP servers of Windsurf',
};
