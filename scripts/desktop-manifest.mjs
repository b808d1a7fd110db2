// @ts-check
// What Claude Desktop reads of a bundle: https://github.com/modelcontextprotocol/mcpb, MANIFEST.md.

/**
 * The manifest, with the version and words of package.json. The token is `sensitive`: Claude Desktop asks for it, keeps
 * it in the keychain and hands it to the server alone.
 *
 * @param {Record<string, any>} project package.json
 */
export function desktopManifest({ version, description, license, keywords, engines }) {
  return {
    manifest_version: '0.3',
    name: 'keyward',
    display_name: 'Keyward',
    version,
    description,
    author: { name: 'The Keyward maintainers' },
    icon: 'icon.png',
    license,
    keywords,
    server: {
      type: 'node',
      entry_point: 'server/bin.js',
      mcp_config: {
        command: 'node',
        args: ['${__dirname}/server/bin.js', 'mcp'],
        env: { KEYWARD_SERVICE_ACCOUNT_TOKEN: '${user_config.token}' },
      },
    },
    tools: TOOLS,
    user_config: {
      token: {
        type: 'string',
        title: 'Agent token',
        description: 'Printed once by `keyward agent create claude-desktop --vault VAULT`',
        sensitive: true,
        required: true,
      },
    },
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
  };
}

const TOOLS = [
  { name: 'list_items', description: 'the items this agent may use, and where each may go; never a value' },
  { name: 'http_get', description: 'a GET or HEAD request with a credential' },
  { name: 'http_request', description: 'POST, PUT, PATCH, DELETE and GET with a credential' },
  { name: 'explain_request', description: 'would this be allowed, and if not, what would be' },
];
