import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { assertSafeProcess, ignoreInspectorSignal, type Config } from '../../config/index.ts';
import { KeywardError, repeat, systemClock, systemRandom, type Logger } from '../../core/index.ts';
import { parseListenRules, startHttpServer, type HttpServer, type ListenInput } from '../../server/index.ts';
import type { OwnListener } from '../../outbound/index.ts';
import { openServerApp } from '../../server/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { createLogger } from '../logger.ts';
import { printAnswer } from '../terminal/output.ts';
import { VERSION } from '../version.ts';

const SWEEP_EVERY_MS = 2_000;

const inputSchema = z.object({
  host: z.string().min(1).max(253).optional(),
  port: z
    .string()
    .regex(/^[0-9]{1,5}$/, 'expected a port number')
    .transform(Number)
    .refine((port) => port < 65_536, 'expected a port number')
    .optional(),
  socket: z.string().min(1).max(100).optional(),
  tlsCert: z.string().optional(),
  tlsKey: z.string().optional(),
  behindProxy: z.boolean().optional(),
  allowHost: z.array(z.string()).optional(),
  allowOrigin: z.array(z.string()).optional(),
});

type Input = z.output<typeof inputSchema>;

export const serve = defineCommand({
  about: [
    'Serve any number of MCP clients over HTTP until it is told to stop: /mcp (Streamable HTTP, all protocol',
    'versions), /sse with /messages (the older HTTP+SSE), /healthz, /readyz and /metrics.',
    '',
    'Each request says which agent it is by its token, as `Authorization: Bearer kwa_...`, on this machine too. The',
    'server needs no owner key and no passphrase, and keeps no key between requests: the token opens the vaults.',
    '',
    'All of this can be set in `serve` of config.json and by environment variables too: see docs/SERVE.md. It listens on',
    '127.0.0.1 only. Beyond that it needs --tls-cert and --tls-key, or --behind-proxy when a proxy in',
    'front of it does TLS.',
  ].join('\n'),
  options: [
    { flags: '--host <address>', description: 'listen here; 127.0.0.1 when left out' },
    { flags: '--port <port>', description: '7117 when left out; 0 takes a free one' },
    { flags: '--socket <path>', description: 'listen on a local socket with mode 0600 instead' },
    { flags: '--tls-cert <file>', description: 'certificate chain, PEM' },
    { flags: '--tls-key <file>', description: 'its private key, PEM' },
    { flags: '--behind-proxy', description: 'a proxy in front does TLS; X-Forwarded-For is its word' },
    { flags: '--allow-host <name>', description: 'a name clients reach it by', repeatable: true },
    { flags: '--allow-origin <origin>', description: 'web pages that may call it', repeatable: true },
  ],
  examples: [
    'keyward serve',
    'keyward serve --port 0 --json',
    'keyward serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem --allow-host keyward.example.com',
    'keyward serve --socket /run/user/1000/keyward.sock',
  ],
  input: inputSchema,
  async run(input, context) {
    const logger = createLogger(context);
    assertSafeProcess();
    ignoreInspectorSignal(context.signals);
    const rules = parseListenRules(await listenInput(input, context.config));
    const listeners: OwnListener[] = [];
    const app = await openServerApp({
      config: context.config,
      logger,
      version: VERSION,
      ownListeners: () => listeners,
    });
    try {
      const server = await startHttpServer({
        rules,
        routes: app.routes,
        authenticate: app.authenticate,
        isReady: app.isReady,
        counts: app.counts,
        clock: systemClock,
        random: systemRandom,
        logger,
      });
      if (server.address !== undefined) listeners.push(server.address);
      // A reader of the ready line may stop it at once.
      const stopped = untilStopped(async () => Promise.all([app.sweep(), server.sweep()]), { ...context, logger });
      announce(server, context);
      await stopped;
      await server.close();
    } finally {
      await app.close();
    }
    return undefined;
  },
});

/** Flags go before the environment, and that before config.json. */
async function listenInput(input: Input, { serve }: Config): Promise<ListenInput> {
  // A flag that says where to listen replaces all that does: a host beside a configured socket would be refused.
  const isPlaced = input.host !== undefined || input.port !== undefined || input.socket !== undefined;
  const { host, port, socket } = isPlaced ? input : serve;
  const isShielded = input.tlsCert !== undefined || input.tlsKey !== undefined || input.behindProxy !== undefined;
  const { tlsCert, tlsKey, behindProxy } = isShielded
    ? input
    : { tlsCert: serve.tls_cert, tlsKey: serve.tls_key, behindProxy: serve.behind_proxy };
  return {
    host,
    port,
    socket,
    behindProxy,
    tls: await tlsFiles(tlsCert, tlsKey),
    allowHosts: input.allowHost ?? serve.allow_hosts,
    allowOrigins: input.allowOrigin ?? serve.allow_origins,
  };
}

async function tlsFiles(cert: string | undefined, key: string | undefined): Promise<ListenInput['tls']> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new KeywardError('CONFIG_INVALID', 'TLS needs --tls-cert and --tls-key');
  return { cert: await readPem(cert, '--tls-cert'), key: await readPem(key, '--tls-key') };
}

async function readPem(path: string, option: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', `${option}: the file cannot be read`, { cause });
  }
}

function announce({ url, socket }: HttpServer, { json, terminal, streams }: CommandContext): void {
  const where = socket === undefined ? { url } : { url, socket };
  if (json) printAnswer({ json: where, text: [] }, json, streams);
  else terminal.say(`listening on ${socket ?? url}; MCP clients connect to ${url}/mcp`);
}

interface Sweeping extends Pick<CommandContext, 'signals'> {
  readonly logger: Logger;
}

async function untilStopped(sweep: () => Promise<unknown>, { signals, logger }: Sweeping): Promise<void> {
  const onError = (error: unknown): void =>
    logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'open sessions could not be checked');
  const sweeps = repeat(sweep, { everyMs: SWEEP_EVERY_MS, onError });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) signals.once(signal, () => resolve());
  });
  void sweeps.stop();
}
