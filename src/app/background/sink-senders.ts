import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import {
  EXPORT_FORMATS,
  fileSender,
  findExportFormat,
  httpSender,
  otlpSender,
  pinoSender,
  syslogSender,
  webhookSender,
  type ExportFormat,
  type Send,
} from '../../siem/index.ts';
import type { SinkSettings } from '../../config/index.ts';
import { KeywardError, type SecretValue } from '../../core/index.ts';
import { type OwnCredential, type Poster, type TlsDemands } from '../../outbound/index.ts';
import { openPinoTransport, type PinoTransport } from './pino-transport.ts';
import type { Runtime } from '../runtime.ts';
import { readSinkSecret } from './sink-credential.ts';

/** How sinks hand their records over, on the connections that all of this process share. */
export interface SinkTransports {
  /** Nothing is opened before the first record. */
  senderOf(settings: SinkSettings): Send;
  close(): Promise<void>;
}

interface SenderDeps {
  readonly runtime: Runtime;
  readonly version: string;
  readonly transports: Set<PinoTransport>;
}

export function createSenders(runtime: Runtime, version: string): SinkTransports {
  const transports = new Set<PinoTransport>();
  return {
    senderOf: (settings) => senderOf({ runtime, version, transports }, settings),
    async close() {
      await Promise.all([...transports].map((transport) => transport.close()));
    },
  };
}

/** What a sink sends its records as. */
export function formatOf(settings: SinkSettings): ExportFormat {
  const { kind } = settings;
  const name = kind === 'otlp' ? 'otlp' : kind === 'webhook' ? 'jsonl' : settings.format;
  const format = findExportFormat(name) ?? EXPORT_FORMATS[0];
  if (format === undefined) throw new TypeError('there is no format');
  return format;
}

function senderOf(deps: SenderDeps, settings: SinkSettings): Send {
  const { logger } = deps.runtime;
  const format = formatOf(settings);
  const post = (auth: AuthSettings) => postWith(deps.runtime, auth);
  const exportOptions = { format, productVersion: deps.version, hostname: hostname() };
  switch (settings.kind) {
    case 'file':
      return fileSender(settings.path);
    case 'http':
      return httpSender(settings.url, post(settings.auth));
    case 'otlp':
      return otlpSender(logsAddress(settings.url), post(settings.auth), logger);
    case 'webhook':
      return webhookSender(settings.url, post(settings.auth));
    case 'syslog':
      return syslogSender(deliverTo(deps.runtime, settings), exportOptions);
    case 'pino':
      return pinoSender(async () => openTransport(deps, settings), exportOptions);
  }
}

type AuthSettings = Extract<SinkSettings, { kind: 'http' }>['auth'];
type OwnPost = (request: Omit<Parameters<Poster['post']>[0], 'credential'>) => ReturnType<Poster['post']>;

/** Posts with the credential of the settings, read once, and again after it was refused: it may have been replaced. */
function postWith(runtime: Runtime, auth: AuthSettings): OwnPost {
  const { post } = runtime.network.http;
  if (auth === undefined) return post;
  let known: Promise<SecretValue> | undefined;
  return async (request) => {
    known ??= readSinkSecret(runtime, auth.secret);
    const secret = await known.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    const answer = await post({ ...request, credential: credentialOf(auth, secret) });
    if (answer.status === 401 || answer.status === 403) known = undefined;
    return answer;
  };
}

function credentialOf({ header, prefix }: NonNullable<AuthSettings>, secret: SecretValue): OwnCredential {
  const isBearer = header.toLowerCase() === 'authorization';
  return { header: header.toLowerCase(), prefix: prefix ?? (isBearer ? 'Bearer ' : ''), secret };
}

// As the OTLP specification has it for the base address of an exporter; an address with a path is taken as it is.
function logsAddress(address: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/v1/logs';
  return url.href;
}

type SyslogSettings = Extract<SinkSettings, { kind: 'syslog' }>;

function deliverTo({ network }: Runtime, settings: SyslogSettings) {
  return async (bytes: Uint8Array, signal: AbortSignal): Promise<void> => {
    // All traffic goes through the proxy where there is one, and this cannot.
    if (network.isProxied)
      throw new KeywardError('OUTBOUND_ADDRESS_REFUSED', 'syslog does not go through the egress proxy');
    const { host, port } = settings;
    await network.deliver({ host, port, bytes, signal, tls: await tlsOf(settings) });
  };
}

// Read anew for each connection: certificates are renewed while a server runs.
async function tlsOf({ ca, pins, client }: SyslogSettings): Promise<TlsDemands> {
  const pem = async (path: string): Promise<string> => readFile(path, 'utf8').catch(unreadable);
  return {
    pins,
    ca: ca === undefined ? undefined : await pem(ca),
    client: client === undefined ? undefined : { cert: await pem(client.cert), key: await pem(client.key) },
  };
}

function unreadable(cause: unknown): never {
  throw new KeywardError('CONFIG_INVALID', 'a certificate file of a sink cannot be read', { cause });
}

async function openTransport({ transports }: SenderDeps, settings: Extract<SinkSettings, { kind: 'pino' }>) {
  const transport = await openPinoTransport(settings);
  transports.add(transport);
  return transport;
}
