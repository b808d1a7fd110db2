// @ts-check
// `npm run demo`: the main job, end to end, on a temporary data folder. Every step that is not so ends it with an error.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { projectFolder } from './project.mjs';

const keyward = join(projectFolder, 'dist', 'bin.js');
const secret = `demo_${randomBytes(24).toString('base64url')}`;

const home = await mkdtemp(join(tmpdir(), 'keyward-demo-'));
const env = { PATH: process.env['PATH'] ?? '', KEYWARD_HOME: home, KEYWARD_KEYCHAIN: 'off' };
const startedAt = performance.now();
const api = await startApi();
const elsewhere = await startElsewhere();

try {
  say('A person puts a secret into the vault and says where it may go');
  await cli('vault', 'create', 'ai-agents');
  await cliWithSecret(
    'item',
    'create',
    'ai-agents/demo-api',
    '--url',
    api.origin,
    '--auth',
    'bearer',
    '--allow',
    'GET /v1/**',
  );
  const agent = JSON.parse(
    await cli('agent', 'create', 'demo-agent', '--vault', 'ai-agents', '--expires-in', '1d', '--json'),
  );
  show(`agent ${agent.name}, token ${agent.token.slice(0, 8)}… printed once, expires ${agent.expires_at}`);

  say('An MCP client starts `keyward mcp` and lists what it may use');
  const client = new Client({ name: 'keyward-demo', version: '1.0.0' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [keyward, 'mcp'],
    env: { ...env, KEYWARD_SERVICE_ACCOUNT_TOKEN: agent.token },
  });
  await client.connect(transport);
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name).sort(), [
    'explain_request',
    'http_get',
    'http_request',
    'list_items',
  ]);
  const listed = await call(client, 'list_items', {});
  assert.equal(listed.items.length, 1);
  show(listed.items[0]);

  say('It asks beforehand, then calls: the service sees the credential, the assistant does not');
  const request = { item: 'demo-api', url: `${api.origin}/v1/me` };
  const explained = await call(client, 'explain_request', { ...request, method: 'GET' });
  assert.equal(explained.decision, 'allow');
  const answer = await call(client, 'http_get', request);
  assert.equal(answer.status, 200);
  assert.equal(api.authorised, 1);
  show(answer.body);

  say('It tries to send the credential to a second host');
  const denied = await call(client, 'http_get', { item: 'demo-api', url: `${elsewhere.origin}/v1/me` });
  assert.equal(denied.code, 'POLICY_ORIGIN_NOT_BOUND');
  assert.equal(elsewhere.requests, 0);
  show(denied);

  say('It calls an endpoint that echoes its request headers');
  const echoed = await call(client, 'http_get', { item: 'demo-api', url: `${api.origin}/v1/echo` });
  assert.equal(echoed.status, 200);
  assert.equal(api.authorised, 2);
  show(echoed.body);
  await client.close();

  say('The audit trail, and its proof');
  show(await cli('audit', 'list', '--limit', '20'));
  const verified = JSON.parse(await cli('audit', 'verify', '--json'));
  assert.equal(verified.kind, 'intact');
  show(`intact: ${verified.records} records`);

  await assertSecretIsNowhere();
  say(
    `Done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. The secret was in no answer, no output and no file.`,
  );
} finally {
  api.server.close();
  elsewhere.server.close();
  await rm(home, { recursive: true, force: true });
}

/** @param {string} title */
function say(title) {
  console.log(`\n== ${title}`);
}

/** @param {unknown} value */
function show(value) {
  const text = typeof value === 'string' ? value.trimEnd() : JSON.stringify(value, null, 2);
  assertNoSecret(text);
  console.log(text.replaceAll(/^/gm, '   '));
}

/** @param {string} text */
function assertNoSecret(text) {
  for (const form of [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ]) {
    assert.ok(!text.includes(form), 'the secret came back');
  }
}

/** @param {string[]} args */
async function cli(...args) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [keyward, ...args], { env });
  assertNoSecret(stdout + stderr);
  return stdout;
}

/** @param {string[]} args */
async function cliWithSecret(...args) {
  const child = spawn(process.execPath, [keyward, ...args], { env, stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(secret);
  const [code] = await once(child, 'exit');
  assert.equal(code, 0, `keyward ${args.join(' ')} failed`);
}

/**
 * @param {Client} client
 * @param {string} name
 * @param {Record<string, unknown>} args
 * @returns {Promise<any>}
 */
async function call(client, name, args) {
  const result = await client.callTool({ name, arguments: args });
  assertNoSecret(JSON.stringify(result));
  return result.structuredContent;
}

/** An HTTP API that demands the credential, and echoes its request at /v1/echo. */
async function startApi() {
  const state = { authorised: 0 };
  const server = createServer((request, response) => {
    const isAuthorised = request.headers.authorization === `Bearer ${secret}`;
    if (isAuthorised) state.authorised += 1;
    const body = request.url === '/v1/echo' ? { headers: request.headers } : { user: 'ada', plan: 'team' };
    response.writeHead(isAuthorised ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAuthorised ? body : { error: 'no credential' }));
  });
  const origin = await listen(server);
  return {
    server,
    origin,
    get authorised() {
      return state.authorised;
    },
  };
}

/** A second host, which must never be asked. */
async function startElsewhere() {
  const state = { requests: 0 };
  const server = createServer((_, response) => {
    state.requests += 1;
    response.end('{}');
  });
  const origin = await listen(server);
  return {
    server,
    origin,
    get requests() {
      return state.requests;
    },
  };
}

/** @param {import('node:http').Server} server */
async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return `http://127.0.0.1:${address.port}`;
}

async function assertSecretIsNowhere() {
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) assertNoSecret((await readFile(join(entry.parentPath, entry.name))).toString('latin1'));
  }
}
