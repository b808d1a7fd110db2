import { desktopSettings, pathsOf, plainEntry, xdgConfig, type Client } from '../client.ts';

export const zed: Client = {
  name: 'zed',
  title: 'Zed',
  format: 'json',
  section: 'context_servers',
  paths: {
    // Unlike other desktop programs Zed keeps to the XDG folder on macOS too.
    user: (machine) =>
      machine.platform === 'win32'
        ? pathsOf(machine).join(desktopSettings(machine), 'Zed', 'settings.json')
        : pathsOf(machine).join(xdgConfig(machine), 'zed', 'settings.json'),
  },
  // Versions of 2025 need `source`; later ones take it.
  entry: (launch) => ({ source: 'custom', ...plainEntry(launch) }),
  afterwards: 'Zed starts the server by itself',
};
