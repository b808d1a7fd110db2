// @ts-check
// Who may import whom (docs/ARCHITECTURE.md, "Rooms"). Default deny: what is not written here is refused.
// dependency-cruiser.cjs turns this table into rules; `npm run rooms` applies them, test/rooms.test.ts tests them.

/**
 * A folder under src/, and the folders whose door (`index.ts`) it may import; `'*'` is every door.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const ROOMS = {
  core: [],
  crypto: ['core'],
  policy: ['core'],
  catalog: ['core'],
  redaction: ['core', 'catalog'],
  config: ['core'],
  identity: ['core', 'crypto'],
  audit: ['core', 'crypto'],
  siem: ['core', 'audit'],
  detection: ['core', 'audit'],
  approval: ['core', 'crypto', 'audit'],
  vault: ['core', 'crypto'],
  secrets: ['core', 'vault'],
  outbound: ['core', 'crypto'],
  discover: ['core', 'catalog', 'redaction'],
  storage: ['core'],
  broker: ['core', 'identity', 'policy', 'approval', 'secrets', 'outbound', 'redaction', 'audit'],
  mcp: ['core', 'broker'],
  sdk: ['core', 'broker'],
  api: ['core'],
  sealed: ['core', 'identity', 'audit', 'vault'],
  remote: ['core', 'api', 'identity', 'vault', 'secrets', 'broker'],
  run: ['core', 'broker', 'redaction'],
  connect: ['core'],
  server: [
    'core',
    'app',
    'api',
    'approval',
    'audit',
    'broker',
    'config',
    'detection',
    'identity',
    'mcp',
    'outbound',
    'policy',
    'sealed',
    'siem',
    'vault',
  ],
  app: ['*'],
  cli: ['*'],
};

/**
 * Files from which only types may be imported: a port is declared by the room that needs it, implemented elsewhere.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const PORTS = {
  storage: [
    'vault/store.ts',
    'identity/store.ts',
    'audit/store.ts',
    'audit/tally.ts',
    'broker/usage-store.ts',
    'approval/store.ts',
  ],
};

/** The only files directly under src/: the program and the library, each through one door. */
const LOOSE_FILES = ['bin.ts', 'index.ts'];

/** The second door of `core`, and the only rooms it opens for. */
const HAZMAT = { file: 'core/hazmat.ts', rooms: ['vault', 'outbound', 'run', 'redaction'] };

/**
 * Packages, and the rooms (or folders, or loose files) that may import them; `'*'` is everywhere.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const PACKAGES = {
  zod: ['*'],
  'libsodium-wrappers': ['crypto'],
  undici: ['outbound', 'secrets/stores'],
  kysely: ['storage'],
  libsql: ['storage'],
  '@modelcontextprotocol/server': ['mcp'],
  hono: ['server'],
  '@hono/node-server': ['server'],
  'prom-client': ['server'],
  jose: ['identity'],
  'ipaddr.js': ['outbound', 'policy'],
  tldts: ['policy'],
  graphql: ['policy'],
  otpauth: ['vault'],
  '@lydell/node-pty': ['run'],
  pino: ['cli', 'app/background'],
  commander: ['cli'],
  diff: ['connect'],
  'jsonc-parser': ['connect', 'discover'],
  'smol-toml': ['connect'],
  read: ['cli'],
  '@napi-rs/keyring': ['vault'],
};

/**
 * Node's own modules that open a door of their own: to the network past the egress guard, to a database past
 * storage, to another program. All others may be imported everywhere.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const NODE_MODULES = {
  sqlite: ['storage'],
  http: ['server', 'remote', 'cli/audit/witness-server.ts'],
  https: ['server', 'remote'],
  http2: [],
  tls: ['outbound'],
  dgram: [],
  inspector: [],
  child_process: [
    'run',
    'discover',
    'app/background/git.ts',
    'app/approval-channels.ts',
    'app/open-in-browser.ts',
    'cli/owner/process-facts.ts',
  ],
  cluster: [],
};

module.exports = { ROOMS, PORTS, LOOSE_FILES, HAZMAT, PACKAGES, NODE_MODULES };
