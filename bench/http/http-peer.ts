import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Client } from 'undici';

export type Era = 'legacy' | 'modern';

/** A server in a process of its own, listening on loopback. */
export interface HttpPeer {
  /** The smallest client there can be, so that what is measured is the server: one connection, one call at a time. */
  connect(era: Era): Promise<HttpCaller>;
  cpuMs(): number;
  residentMiB(): number;
  close(): Promise<void>;
}

export interface HttpCaller {
  call(tool: string, args: object): Promise<void>;
  close(): Promise<void>;
}

export interface HttpLaunch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly token: string;
}

// proc(5): utime and stime are counted in clock ticks, 100 a second on every Linux there is.
const MS_PER_TICK = 10;
const PAGE_BYTES = 4096;

/** Start a server that prints one line `{"url": ...}` when it is ready. */
export async function startHttpPeer({ args, env, token }: HttpLaunch): Promise<HttpPeer> {
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
  const { url }: { readonly url: string } = JSON.parse(String(line));
  const proc = (name: string): string => readFileSync(`/proc/${String(child.pid)}/${name}`, 'utf8');
  return {
    connect: async (era) => connect({ url, token, era }),
    cpuMs: () => {
      const fields = proc('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    },
    residentMiB: () => (Number(proc('statm').split(' ')[1]) * PAGE_BYTES) / 2 ** 20,
    async close() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

interface Endpoint {
  readonly url: string;
  readonly token: string;
  readonly era: Era;
}

async function connect({ url, token, era }: Endpoint): Promise<HttpCaller> {
  const client = new Client(url);
  const common = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  let id = 0;
  const post = async (headers: Readonly<Record<string, string>>, message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: (id += 1), ...message });
    const answer = await client.request({ path: '/mcp', method: 'POST', headers: { ...common, ...headers }, body });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  };
  const opened = era === 'legacy' ? await post({}, INITIALIZE) : undefined;
  const session = {
    'mcp-session-id': String(opened?.headers['mcp-session-id'] ?? ''),
    'mcp-protocol-version': '2025-11-25',
  };
  return {
    async call(name, args) {
      const params = { name, arguments: args };
      const answer =
        era === 'legacy'
          ? await post(session, { method: 'tools/call', params })
          : await post(
              { ...MODERN_HEADERS, 'mcp-name': name },
              { method: 'tools/call', params: { ...params, _meta: META } },
            );
      if (
        answer.status !== 200 ||
        !answer.text.includes('"structuredContent"') ||
        answer.text.includes('"isError":true')
      )
        throw new Error(`a call failed: ${String(answer.status)} ${answer.text.slice(0, 500)}`);
    },
    async close() {
      if (era === 'legacy')
        await client.request({ path: '/mcp', method: 'DELETE', headers: { ...common, ...session } });
      await client.destroy();
    },
  };
}

const CLIENT = { name: 'bench', version: '1.0.0' };
const INITIALIZE = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT },
};
const MODERN = '2026-07-28';
const MODERN_HEADERS = { 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/call' };
const META = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': CLIENT,
};
