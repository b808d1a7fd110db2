import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createClient, type Client, type ClientOptions } from '../../src/index.ts';
import { CANARY } from './agent-kit.ts';
import { builtProgram } from './built-program.ts';
import { startKeyward, type Keyward } from './keyward.ts';

const listening = z.looseObject({ url: z.string() });
const made = z.looseObject({ token: z.string() });
const record = z.looseObject({ type: z.string() });

export type Json = ReturnType<typeof JSON.parse>;

/** One exchange as it crossed the wire. */
export interface Crossing {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly sent: string;
  readonly status: number;
  readonly answered: string;
}

/** A process of `keyward serve`, the command line beside it, and a man in the middle that sees and may change everything. */
export interface RemoteKit extends Pick<Keyward, 'here'> {
  readonly home: string;
  /** Of the one in between. */
  readonly url: string;
  /** Of the server itself. */
  readonly serverUrl: string;
  readonly crossed: Crossing[];
  /** Changes an answer of status 200 on its way: given its path and JSON. */
  tamper: ((path: string, answer: Json) => Json) | undefined;
  agent(name: string, flags: readonly string[]): Promise<string>;
  client(auth: string, options?: Partial<ClientOptions>): Promise<Client>;
  /** The newest first. */
  records(...types: readonly string[]): Promise<readonly z.infer<typeof record>[]>;
}

export const INTEGRATION = { integrationName: 'nightly report/2', integrationVersion: '1.2.3' };

/** With a vault `deploy` that has an item `db`, whose `credential` is the planted secret. */
export async function startRemoteKit(): Promise<RemoteKit> {
  const keyward = await startKeyward();
  const { home, here } = keyward;
  await here.json(['vault', 'create', 'deploy']);
  await here.json(['item', 'create', 'deploy/db', '--url', 'http://127.0.0.1:9', '--auth', 'bearer'], CANARY);
  const server = await startServe(keyward, ['--port', '0']);
  const kit: Pick<RemoteKit, 'crossed' | 'tamper'> = { crossed: [], tamper: undefined };
  const url = await startBetween(server.url, kit);
  return Object.assign(kit, {
    home,
    here,
    url,
    serverUrl: server.url,
    async agent(name: string, flags: readonly string[]) {
      return made.parse(await here.json(['agent', 'create', name, ...flags])).token;
    },
    async client(auth: string, options: Partial<ClientOptions> = {}) {
      const client = await createClient({ auth, serverUrl: url, ...INTEGRATION, ...options });
      onTestFinished(() => client.close());
      return client;
    },
    async records(...types: readonly string[]) {
      const all = z.array(record).parse(await here.json(['audit', 'list', '--limit', '200']));
      return all.filter(({ type }) => types.includes(type));
    },
  });
}

/** A process of its own, which ends with the test. Answers what it printed when it was ready. */
export async function startServe(
  { env }: Pick<Keyward, 'env'>,
  args: readonly string[],
): Promise<z.infer<typeof listening>> {
  const child = spawn(process.execPath, [builtProgram(), 'serve', ...args, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  for await (const line of createInterface(child.stdout)) return listening.parse(JSON.parse(line));
  throw new Error('keyward serve ended before it was ready');
}

async function startBetween(target: string, kit: Pick<RemoteKit, 'crossed' | 'tamper'>): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { method = '', url: path = '', headers } = incoming;
      const sent = await buffer(incoming);
      const forward = httpRequest(`${target}${path}`, { method, headers });
      forward.end(sent);
      const [answer] = await once(forward, 'response');
      const body = (await buffer(answer)).toString();
      const shown =
        kit.tamper === undefined || answer.statusCode !== 200
          ? body
          : JSON.stringify(kit.tamper(path, JSON.parse(body)));
      const crossing = { method, path, authorization: headers.authorization ?? '', sent: sent.toString() };
      kit.crossed.push({ ...crossing, status: answer.statusCode, answered: shown });
      outgoing.writeHead(answer.statusCode, { 'content-type': 'application/json' }).end(shown);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address() as AddressInfo;
  return `http://127.0.0.1:${String(address.port)}`;
}
