import { desktopSettings, pathsOf, plainEntry, type Client } from '../client.ts';

export const claudeDesktop: Client = {
  name: 'claude-desktop',
  title: 'Claude Desktop',
  format: 'json',
  section: 'mcpServers',
  paths: {
    user: (machine) => pathsOf(machine).join(desktopSettings(machine), 'Claude', 'claude_desktop_config.json'),
  },
  entry: plainEntry,
  afterwards: 'quit Claude Desktop and start it again',
};
