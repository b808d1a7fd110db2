import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { openApprovals, openRuntime, type Runtime } from '../../src/app/index.ts';
import type { Question } from '../../src/approval/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { SecretValue, silentLogger } from '../../src/core/index.ts';
import { createAgent } from '../../src/identity/index.ts';
import { buildBinding } from '../../src/policy/index.ts';
import { startConsole, type Console } from '../../src/server/index.ts';
import { openOwnerVaults } from '../../src/vault/index.ts';
import { CANARY } from './agent-kit.ts';
import { question } from './approval-facts.ts';
import { idOf } from './approval-kit.ts';
import { makeFolder } from './vault-kit.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A console over real parts in this process, and a person's browser as bare requests. */
export interface ConsoleKit {
  readonly runtime: Runtime;
  readonly console: Console;
  readonly agentId: string;
  /** Headers that a browser sends from the console's own page. */
  readonly ownPage: Readonly<Record<string, string>>;
  /** Sign in with a new code; answers the token. */
  signIn(): Promise<string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Have an agent ask; answers the id. */
  ask(asked?: Partial<Question>): Promise<string>;
  digestOf(id: string): Promise<string>;
}

export interface ConsoleKitOptions {
  readonly agentName?: string;
  readonly itemTitle?: string;
}

export async function openConsoleKit({ agentName = 'claude-desktop', itemTitle = 'stripe' }: ConsoleKitOptions = {}) {
  const folder = await makeFolder();
  const env = { KEYWARD_HOME: folder, KEYWARD_KEYCHAIN: 'off' };
  const config = loadConfig({ env, platform: process.platform, homedir: folder });
  const runtime = await openRuntime({ config, logger: silentLogger });
  const { storage, clock, random } = runtime;
  const vaults = await openOwnerVaults({ store: storage.vaults, ownerKey: random(32), clock, random });
  const agents = { store: storage.identity, owner: vaults, clock, random };
  const vault = await vaults.createVault('ai-agents');
  const binding = buildBinding({ urls: ['https://api.stripe.com'], auth: { scheme: 'bearer' }, approval: 'writes' });
  const fields = [{ id: 'credential', type: 'concealed', value: SecretValue.fromText(CANARY) }] as const;
  await vaults.createItem(vault.id, { title: itemTitle, binding: JSON.parse(JSON.stringify(binding)), fields });
  const draft = { name: agentName, vaultIds: [vault.id], can: 'use', expiresInMs: 3_600_000 } as const;
  const { id: agentId } = (await createAgent(agents, draft)).agent;
  const console = await startConsole({ runtime, vaults, agents, port: 0, lookEveryMs: 20 });
  const approvals = await openApprovals(runtime);
  onTestFinished(async () => {
    await approvals.settled();
    await console.close();
    await runtime.close();
  });
  const ownPage = { origin: console.url, 'sec-fetch-site': 'same-origin' };
  const post: ConsoleKit['post'] = async (path, body, headers = ownPage) =>
    send(console.url, { method: 'POST', path, body, headers });
  return {
    runtime,
    console,
    agentId,
    ownPage,
    post,
    get: async (path, headers = {}) => send(console.url, { method: 'GET', path, headers }),
    async signIn() {
      const { body } = await post('/session', { code: console.issueCode() });
      return (JSON.parse(body) as { token: string }).token;
    },
    ask: async (asked = {}) => idOf(await approvals.ask(question(asked))),
    digestOf: async (id) => (await storage.approvals.get(id))?.digest ?? '',
  } satisfies ConsoleKit;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

// Not `fetch`: it sets headers of its own that a test here is about.
async function send(url: string, { method, path, headers, body }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const outgoing = httpRequest(`${url}${path}`, { method, headers: { ...type, ...headers } }, (incoming) => {
      const { statusCode: status = 0, headers: answered } = incoming;
      text(incoming).then((content) => resolve({ status, headers: answered, body: content }), reject);
    });
    outgoing.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
