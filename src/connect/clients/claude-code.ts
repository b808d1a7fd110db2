import { absolute, pathsOf, plainEntry, underProject, type Client } from '../client.ts';

export const claudeCode: Client = {
  name: 'claude-code',
  title: 'Claude Code',
  format: 'json',
  section: 'mcpServers',
  paths: {
    user: (machine) =>
      pathsOf(machine).join(absolute(machine, machine.env['CLAUDE_CONFIG_DIR']) ?? machine.home, '.claude.json'),
    project: underProject('.mcp.json'),
  },
  entry: (launch) => ({ type: 'stdio', ...plainEntry(launch) }),
  afterwards: 'start a new session; `/mcp` shows the server',
};
