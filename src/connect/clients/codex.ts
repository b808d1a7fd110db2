import { absolute, pathsOf, plainEntry, underProject, type Client } from '../client.ts';

export const codex: Client = {
  name: 'codex',
  title: 'Codex',
  format: 'toml',
  section: 'mcp_servers',
  paths: {
    user: (places) => {
      const paths = pathsOf(places);
      return paths.join(absolute(places, places.env['CODEX_HOME']) ?? paths.join(places.home, '.codex'), 'config.toml');
    },
    project: underProject('.codex', 'config.toml'),
  },
  entry: plainEntry,
  afterwards: 'start a new session of Codex',
};
