import { lookup } from 'node:dns/promises';
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
} from '../../audit/index.ts';
import type { SinkSettings } from '../../config/index.ts';
import { KeywardError, type Logger, type SecretValue } from '../../core/index.ts';
import {
  createTlsSender,
  createOperatorHttpClient,
  type OperatorCredential,
  type OperatorHttpClient,
  type TlsDemands,
} from '../../outbound/index.ts';
import { openPinoTransport, type PinoTransport } from './pino-transport.ts';
import { readSinkSecret, type SinkSecretsOptions } from './sink-credential.ts';
import type { Storage } from '../../storage/index.ts';

export interface SenderOptions extends SinkSecretsOptions {
  readonly storage: Storage;
  readonly logger: Logger;
  /** Version of Keyward, for formats that name the product. */
  readonly version: string;
}

/** The ways out that sinks share. */
export interface WaysOut {
  readonly client: OperatorHttpClient;
  readonly sendOverTls: ReturnType<typeof createTlsSender>;
  readonly transports: Set<PinoTransport>;
  close(): Promise<void>;
}

export function openWaysOut({ config, logger }: SenderOptions): WaysOut {
  const egressProxy = config.egressProxy === undefined ? undefined : { url: config.egressProxy };
  const guarded = { logger, lookup: async (name: string) => lookup(name, { all: true }), ownListeners: () => [] };
  const client = createOperatorHttpClient({ ...guarded, egressProxy });
  const transports = new Set<PinoTransport>();
  return {
    client,
    sendOverTls: createTlsSender(guarded),
    transports,
    async close() {
      await Promise.all([client.close(), ...[...transports].map((transport) => transport.close())]);
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

/** How a sink of the settings hands its records over. Nothing is opened before the first of them. */
export function senderOf(options: SenderOptions, ways: WaysOut, settings: SinkSettings): Send {
  const format = formatOf(settings);
  const post = (way: AuthSettings) => postWith(options, ways, way);
  const exportOptions = { format, productVersion: options.version, hostname: hostname() };
  switch (settings.kind) {
    case 'file':
      return fileSender(settings.path);
    case 'http':
      return httpSender(settings.url, post(settings.auth));
    case 'otlp':
      return otlpSender(logsAddress(settings.url), post(settings.auth), options.logger);
    case 'webhook':
      return webhookSender(settings.url, post(settings.auth));
    case 'syslog':
      return syslogSender(deliverTo(options, ways, settings), exportOptions);
    case 'pino':
      return pinoSender(async () => openTransport(ways, settings), exportOptions);
  }
}

type AuthSettings = Extract<SinkSettings, { kind: 'http' }>['auth'];
type OwnPost = (
  request: Omit<Parameters<OperatorHttpClient['post']>[0], 'credential'>,
) => ReturnType<OperatorHttpClient['post']>;

/** Posts with the credential of the settings, read once, and again after it was refused: it may have been replaced. */
function postWith(options: SenderOptions, { client }: WaysOut, auth: AuthSettings): OwnPost {
  if (auth === undefined) return client.post;
  let known: Promise<SecretValue> | undefined;
  return async (request) => {
    known ??= readSinkSecret(options, auth.secret);
    const secret = await known.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    const answer = await client.post({ ...request, credential: credentialOf(auth, secret) });
    if (answer.status === 401 || answer.status === 403) known = undefined;
    return answer;
  };
}

function credentialOf({ header, prefix }: NonNullable<AuthSettings>, secret: SecretValue): OperatorCredential {
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

function deliverTo({ config }: SenderOptions, { sendOverTls }: WaysOut, settings: SyslogSettings) {
  return async (bytes: Uint8Array, signal: AbortSignal): Promise<void> => {
    // All traffic goes through the proxy where there is one, and this cannot.
    if (config.egressProxy !== undefined)
      throw new KeywardError('OUTBOUND_ADDRESS_REFUSED', 'syslog does not go through the egress proxy');
    const { host, port } = settings;
    await sendOverTls({ host, port, bytes, signal, tls: await tlsOf(settings) });
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

async function openTransport({ transports }: WaysOut, settings: Extract<SinkSettings, { kind: 'pino' }>) {
  const transport = await openPinoTransport(settings);
  transports.add(transport);
  return transport;
}
