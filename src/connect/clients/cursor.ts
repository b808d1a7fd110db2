import { plainEntry, underHome, underProject, type Client } from '../client.ts';

export const cursor: Client = {
  name: 'cursor',
  title: 'Cursor',
  format: 'json',
  section: 'mcpServers',
  paths: { user: underHome('.cursor', 'mcp.json'), project: underProject('.cursor', 'mcp.json') },
  entry: plainEntry,
  afterwards: 'turn the server on in the MCP settings of Cursor',
};
