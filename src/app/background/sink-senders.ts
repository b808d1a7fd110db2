import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { signedHeaders } from '../../approval/index.ts';
import {
  bulkSender,
  datadogSender,
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
  type SignWebhook,
  type SinkPost,
} from '../../siem/index.ts';
import type { SinkSettings } from '../../config/index.ts';
import { KeywardError, type SecretValue } from '../../core/index.ts';
import { webhookMac, type OperatorCredential, type OperatorRequest, type TlsDemands } from '../../outbound/index.ts';
import { openPinoTransport, type PinoTransport } from './pino-transport.ts';
import type { Network } from '../network.ts';
import { originOf } from '../origin-of.ts';
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
  readonly network: Network;
  readonly version: string;
  readonly transports: Set<PinoTransport>;
}

export function createSenders(runtime: Runtime, options: Pick<SenderDeps, 'version' | 'network'>): SinkTransports {
  const transports = new Set<PinoTransport>();
  return {
    senderOf: (settings) => senderOf({ runtime, ...options, transports }, settings),
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
  const exportOptions = { format, productVersion: deps.version, ...originOf(deps.runtime.config) };
  switch (settings.kind) {
    case 'file':
      return fileSender(settings.path);
    case 'http':
      return httpSenderOf(settings, postWith(deps, settings));
    case 'otlp':
      return otlpSender(logsAddress(settings.url), postWith(deps, settings), logger);
    case 'webhook':
      return webhookSender(settings.url, postWith(deps, settings), signerOf(deps, settings));
    case 'syslog':
      return syslogSender(deliverTo(deps, settings), exportOptions);
    case 'pino':
      return pinoSender(async () => openTransport(deps, settings), exportOptions);
  }
}

function httpSenderOf({ shape, url }: Extract<SinkSettings, { kind: 'http' }>, post: SinkPost): Send {
  if (shape === 'elastic-bulk') return bulkSender(url, post);
  return shape === 'datadog' ? datadogSender(url, post, { hostname: hostname() }) : httpSender(url, post);
}

type AuthSettings = Extract<SinkSettings, { kind: 'http' }>['auth'];

interface PostSettings {
  readonly auth?: AuthSettings;
  readonly gzip?: boolean;
}

/** Posts with the credential of the settings, read once, and again after it was refused: it may have been replaced. */
function postWith({ runtime, network }: SenderDeps, { auth, gzip: isZipped = false }: PostSettings): SinkPost {
  const credential = auth === undefined ? undefined : rereadable(async () => readSinkSecret(runtime, auth.secret));
  return async ({ url, headers, contentType, body, signal }) => {
    const secret = await credential?.get();
    const {
      status,
      headers: answered,
      body: answer,
    } = await network.http.send({
      method: 'POST',
      url,
      signal,
      headers: isZipped ? { ...headers, 'content-encoding': 'gzip' } : headers,
      body: { contentType, content: isZipped ? await zipped(body) : body },
      ...(auth === undefined || secret === undefined ? {} : { credential: credentialOf(auth, secret) }),
    } satisfies OperatorRequest);
    if (status === 401 || status === 403) credential?.forget();
    return {
      status,
      body: Buffer.from(answer).toString('utf8'),
      retryAfterMs: retryAfterOf(answered, runtime.clock.now()),
    };
  };
}

const zipped = promisify(gzip);

/** A value that is read when it is first needed, and again after it was of no use. */
function rereadable<T>(read: () => Promise<T>): { get(): Promise<T>; forget(): void } {
  let known: Promise<T> | undefined;
  const forget = (): void => void (known = undefined);
  return {
    get: async () =>
      (known ??= read()).catch((error: unknown) => {
        forget();
        throw error;
      }),
    forget,
  };
}

// RFC 9110 section 10.2.3: seconds, or a date.
function retryAfterOf(headers: readonly (readonly [string, string])[], now: number): number | undefined {
  const value = headers.find(([name]) => name === 'retry-after')?.[1];
  if (value === undefined) return undefined;
  const afterMs = /^[0-9]{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(afterMs) && afterMs > 0 ? afterMs : undefined;
}

// As Standard Webhooks has it.
function signerOf(
  { runtime }: SenderDeps,
  { signing }: Extract<SinkSettings, { kind: 'webhook' }>,
): SignWebhook | undefined {
  if (signing === undefined) return undefined;
  const key = rereadable(async () => webhookMac(await readSinkSecret(runtime, signing.secret)));
  return async (message) => {
    const timestamp = String(Math.floor(runtime.clock.now() / 1_000));
    return signedHeaders(await key.get(), { ...message, timestamp });
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

function deliverTo({ network }: SenderDeps, settings: SyslogSettings) {
  return async (bytes: Uint8Array, signal: AbortSignal): Promise<void> => {
    // All traffic goes through the proxy where there is one, and this cannot.
    if (network.isProxied)
      throw new KeywardError('OUTBOUND_ADDRESS_REFUSED', 'syslog does not go through the egress proxy');
    const { host, port } = settings;
    await network.sendOverTls({ host, port, bytes, signal, tls: await tlsOf(settings) });
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
