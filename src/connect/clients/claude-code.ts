import { absolute, pathsOf, plainEntry, underProject, type Client } from '../client.ts';

export const claudeCode: Client = {
  name: 'claude-code',
  title: 'Claude Code',
  format: 'json',
  section: 'mcpServers',
  paths: {
    user: (places) =>
      pathsOf(places).join(absolute(places, places.env['CLAUDE_CONFIG_DIR']) ?? places.home, '.claude.json'),
    project: underProject('.mcp.json'),
  },
  entry: (launch) => ({ type: 'stdio', ...plainEntry(launch) }),
  afterwards: 'start a new session; `/mcp` shows the server',
};
