import { KeywardError, type SecretValue } from '../core/index.ts';
import { revealText } from '../core/hazmat.ts';
import { createAgentPool, type AgentPoolDeps } from './agent-pool.ts';
import { startDeadline } from './deadline.ts';
import { collect, exchange } from './exchange.ts';
import type { OutboundBody } from './outbound-request.ts';
import type { TlsDemands } from './tls-options.ts';

/** A credential of the owner's for the address itself, such as the token of a log collector. */
export interface OperatorCredential {
  readonly header: string;
  /** What stands before it, such as `Bearer `. */
  readonly prefix: string;
  readonly secret: SecretValue;
}

export interface OperatorLimits {
  /** Total. Default 15 s. */
  readonly timeoutMs?: number | undefined;
  /** Default 64 KiB. A longer answer is cut. */
  readonly maxResponseBytes?: number | undefined;
}

/** One request to an address the owner configured: not a call of an agent. */
export interface OperatorRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'LIST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: OperatorBody | undefined;
  readonly credential?: OperatorCredential | undefined;
  readonly tls?: TlsDemands | undefined;
  readonly limits?: OperatorLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes or text with their content type, or the fields of a form. Fields may be secret: they are sent and nothing else. */
export type OperatorBody =
  | { readonly contentType: string; readonly content: string | Uint8Array }
  | { readonly form: Readonly<Record<string, string | SecretValue>> };

export interface OperatorResponse {
  readonly status: number;
  /** Lower-case names, in the order of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Still coded, where the service codes without being asked to. */
  readonly body: Uint8Array;
  readonly truncated: boolean;
}

/** A POST of text, of which the answer is text. */
export interface OperatorPost extends Pick<OperatorRequest, 'url' | 'headers' | 'credential' | 'signal'> {
  readonly contentType: string;
  readonly body: string;
}

export interface OperatorHttpClient {
  /**
   * Send it and collect the answer. Follows no redirect and tries once.
   *
   * Throws OUTBOUND_* codes: address refused (plain http to a public one), unreachable, TLS, timeout, cancelled,
   * a credential that fits no header. `details.sent` says whether the request went out.
   */
  readonly send: (request: OperatorRequest) => Promise<OperatorResponse>;
  /** A POST on the same terms. */
  readonly post: (request: OperatorPost) => Promise<{ readonly status: number; readonly body: string }>;
  /** A public document by GET, on the same terms. */
  readonly get: (url: string) => Promise<{ readonly status: number; readonly body: string }>;
  readonly close: () => Promise<void>;
}

const TIMEOUT_MS = 15_000;
const CONNECT_MS = 5_000;
const MAX_ANSWER_BYTES = 65_536;
const MAX_AGENTS = 16;

/** The owner wrote these addresses into a file that only the owner can change: his own networks are his to name. */
export const OWN_NETWORKS = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7'];

/** The client for what Keyward itself has to tell or to ask: checkpoints, sinks, keys of issuers, stores of secrets. */
export function createOperatorHttpClient(deps: Omit<AgentPoolDeps, 'maxAgents'>): OperatorHttpClient {
  const agents = createAgentPool({ ...deps, maxAgents: MAX_AGENTS });
  const send = async (request: OperatorRequest): Promise<OperatorResponse> => {
    const { timeoutMs = TIMEOUT_MS, maxResponseBytes = MAX_ANSWER_BYTES } = request.limits ?? {};
    const url = new URL(request.url);
    const way = { privateNetworks: OWN_NETWORKS, tls: request.tls, connectMs: CONNECT_MS };
    const signal = request.signal ?? NEVER;
    const deadline = startDeadline({ timeoutMs, signal, monotonicMs: () => performance.now() });
    try {
      const wire = wireOf(request, url);
      deadline.throwIfOver();
      const dispatcher = agents.agentFor('keyward', url, way);
      const answer = await exchange({ dispatcher, request: wire, firstByteMs: timeoutMs, idleMs: timeoutMs, deadline });
      const { status, headers, body, truncated } = await collect(answer, maxResponseBytes);
      // A document that is cut off without notice would be believed.
      if (truncated === 'time') throw incomplete(status);
      return { status, headers, body, truncated: truncated === 'size' };
    } finally {
      deadline.stop();
    }
  };
  return {
    send,
    post: async ({ contentType, body, ...request }) =>
      asText(await send({ ...request, method: 'POST', body: { contentType, content: body } })),
    get: async (url) => asText(await send({ method: 'GET', url, headers: { accept: 'application/json' } })),
    close: () => agents.close(),
  };
}

function wireOf({ method, headers = {}, body, credential }: OperatorRequest, url: URL) {
  const encoded = body === undefined ? undefined : encode(body);
  const all = {
    'user-agent': 'keyward',
    ...(encoded === undefined ? {} : { 'content-type': encoded.contentType }),
    ...lowerCase(headers),
    ...credentialHeader(credential),
  };
  return {
    method,
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    headers: Object.entries(all).flat(),
    body: encoded?.bytes ?? null,
  };
}

function encode(body: OperatorBody): OutboundBody {
  if (!('form' in body)) return { bytes: Buffer.from(body.content), contentType: body.contentType };
  const pairs = Object.entries(body.form).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : revealText(value),
  ]);
  return {
    bytes: Buffer.from(new URLSearchParams(pairs).toString()),
    contentType: 'application/x-www-form-urlencoded',
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function credentialHeader(credential: OperatorCredential | undefined): Readonly<Record<string, string>> {
  if (credential === undefined) return {};
  const { header, prefix, secret } = credential;
  const text = revealText(secret);
  // A control character splits headers (CR, LF); a token never has one.
  if (text !== '' && !/\p{Cc}/u.test(text)) return { [header.toLowerCase()]: `${prefix}${text}` };
  throw new KeywardError('OUTBOUND_SECRET_UNUSABLE', 'the credential does not fit into a header');
}

function asText({ status, body }: OperatorResponse): { readonly status: number; readonly body: string } {
  return { status, body: Buffer.from(body).toString('utf8') };
}

function incomplete(status: number): KeywardError {
  return new KeywardError('OUTBOUND_TIMEOUT', 'the answer was not complete in time', {
    details: { sent: 'yes', status },
  });
}

const NEVER = new AbortController().signal;
