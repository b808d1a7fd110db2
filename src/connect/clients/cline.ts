import { desktopSettings, pathsOf, plainEntry, type Client } from '../client.ts';

const EXTENSION = 'saoudrizwan.claude-dev';

export const cline: Client = {
  name: 'cline',
  title: 'Cline in VS Code',
  format: 'json',
  section: 'mcpServers',
  paths: {
    user: (machine) => {
      const storage = pathsOf(machine).join(desktopSettings(machine), 'Code', 'User', 'globalStorage');
      return pathsOf(machine).join(storage, EXTENSION, 'settings', 'cline_mcp_settings.json');
    },
  },
  entry: plainEntry,
  afterwards: 'Cline starts the server by itself',
};
