import { absolute, pathsOf, plainEntry, underProject, type Client } from '../client.ts';

export const codex: Client = {
  name: 'codex',
  title: 'Codex',
  format: 'toml',
  section: 'mcp_servers',
  paths: {
    user: (machine) => {
      const paths = pathsOf(machine);
      return paths.join(
        absolute(machine, machine.env['CODEX_HOME']) ?? paths.join(machine.home, '.codex'),
        'config.toml',
      );
    },
    project: underProject('.codex', 'config.toml'),
  },
  entry: plainEntry,
  afterwards: 'start a new session of Codex',
};
