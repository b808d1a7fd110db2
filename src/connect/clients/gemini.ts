import { plainEntry, underHome, underProject, type Client } from '../client.ts';

export const gemini: Client = {
  name: 'gemini',
  title: 'Gemini CLI',
  format: 'json',
  section: 'mcpServers',
  paths: { user: underHome('.gemini', 'settings.json'), project: underProject('.gemini', 'settings.json') },
  entry: plainEntry,
  afterwards: 'start a new session; `/mcp` shows the server',
};
