// @ts-check
// Who may import whom (docs/ARCHITECTURE.md, "Rooms"). Default deny: what is not written here is refused.
// dependency-cruiser.cjs turns this table into rules; `npm run rooms` applies them, test/rooms.test.ts tests them.

/**
 * A folder under src/, and the folders whose door (`index.ts`) and the loose files it may import; `'*'` is every door.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const ROOMS = {
  core: [],
  crypto: ['core'],
  policy: ['core'],
  redaction: ['core'],
  config: ['core'],
  catalog: ['core'],
  identity: ['core', 'crypto'],
  audit: ['core', 'crypto'],
  approval: ['core'],
  vault: ['core', 'crypto'],
  secrets: ['core', 'vault'],
  outbound: ['core', 'crypto'],
  storage: ['core'],
  broker: ['core', 'identity', 'policy', 'approval', 'secrets', 'outbound', 'redaction', 'audit'],
  mcp: ['core', 'broker'],
  sdk: ['core', 'broker'],
  http: ['core'],
  api: ['core'],
  sealed: ['core', 'identity', 'audit', 'vault'],
  remote: ['core', 'api', 'identity', 'vault', 'secrets', 'broker'],
  run: ['core', 'broker', 'redaction'],
  console: ['core', 'identity', 'policy', 'approval', 'audit', 'discover'],
  discover: ['core', 'catalog', 'redaction'],
  connect: ['core'],
  cli: ['*', 'app.ts', 'open-reader.ts', 'checkpointing.ts', 'server-app.ts', 'sinking.ts', 'unlock-owner.ts'],
};

/**
 * Files from which only types may be imported: a port is declared by the room that needs it, implemented elsewhere.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const PORTS = {
  storage: ['vault/store.ts', 'identity/store.ts', 'audit/store.ts', 'approval/store.ts', 'policy/store.ts'],
};

/** Files directly under src/: they wire the rooms together and may import every door. */
const LOOSE_FILES = [
  'watching.ts',
  'access-directory.ts',
  'sinking.ts',
  'unlock-owner.ts',
  'record-settings.ts',
  'sink-secrets.ts',
  'sink-senders.ts',
  'pino-transport.ts',
  'agent-routes.ts',
  'event-routes.ts',
  'api-routes.ts',
  'app.ts',
  'bin.ts',
  'checkpointing.ts',
  'create-client.ts',
  'index.ts',
  'open-reader.ts',
  'oauth-access.ts',
  'protected-resource.ts',
  'open-remote.ts',
  'run-git.ts',
  'sealed-answers.ts',
  'server-app.ts',
];

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
  hono: ['http', 'console'],
  '@hono/node-server': ['http'],
  'prom-client': ['http'],
  jose: ['identity'],
  'ipaddr.js': ['outbound', 'policy'],
  tldts: ['policy'],
  otpauth: ['vault'],
  '@lydell/node-pty': ['run'],
  pino: ['cli', 'pino-transport.ts'],
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
  http: ['http', 'console', 'remote', 'cli/witness-server.ts'],
  https: ['http', 'console', 'remote'],
  http2: ['console'],
  tls: ['outbound'],
  dgram: [],
  inspector: [],
  child_process: ['run', 'discover', 'secrets/stores', 'run-git.ts'],
  cluster: [],
};

module.exports = { ROOMS, PORTS, LOOSE_FILES, HAZMAT, PACKAGES, NODE_MODULES };
