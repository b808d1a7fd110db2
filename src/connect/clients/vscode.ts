import { desktopSettings, pathsOf, plainEntry, underProject, type Client } from '../client.ts';

export const vscode: Client = {
  name: 'vscode',
  title: 'VS Code',
  format: 'json',
  section: 'servers',
  paths: {
    user: (machine) => pathsOf(machine).join(desktopSettings(machine), 'Code', 'User', 'mcp.json'),
    project: underProject('.vscode', 'mcp.json'),
  },
  entry: (launch) => ({ type: 'stdio', ...plainEntry(launch) }),
  afterwards: 'start the server with `MCP: List Servers` in the command palette',
};
