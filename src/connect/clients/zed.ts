import { desktopSettings, pathsOf, plainEntry, xdgConfig, type Client } from '../client.ts';

export const zed: Client = {
  name: 'zed',
  title: 'Zed',
  format: 'json',
  section: 'context_servers',
  paths: {
    // Unlike other desktop programs Zed keeps to the XDG folder on macOS too.
    user: (places) =>
      places.platform === 'win32'
        ? pathsOf(places).join(desktopSettings(places), 'Zed', 'settings.json')
        : pathsOf(places).join(xdgConfig(places), 'zed', 'settings.json'),
  },
  // Versions of 2025 need `source`; later ones take it.
  entry: (launch) => ({ source: 'custom', ...plainEntry(launch) }),
  afterwards: 'Zed starts the server by itself',
};
