import { KeywardError, type SecretValue } from '../core/index.ts';
import { revealText } from '../core/hazmat.ts';
import { createAgentPool, type AgentPoolDeps } from './agent-pool.ts';
import { startDeadline } from './deadline.ts';
import { exchange } from './exchange.ts';

/** A credential of the owner's for the address itself, such as the token of a log collector. */
export interface OwnCredential {
  readonly header: string;
  /** What stands before it, such as `Bearer `. */
  readonly prefix: string;
  readonly secret: SecretValue;
}

/** One POST to an address the owner configured: not a call of an agent. */
export interface PostRequest {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly credential?: OwnCredential | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Poster {
  /**
   * Send it and collect the answer, at most 64 KiB of it, within fifteen seconds. Follows no redirect and tries once.
   *
   * Throws OUTBOUND_* codes: address refused (plain http to a public one), unreachable, TLS, timeout, cancelled, too large,
   * a credential that fits no header.
   */
  readonly post: (request: PostRequest) => Promise<{ readonly status: number; readonly body: string }>;
  /** A public document by GET, on the same terms. */
  readonly get: (url: string) => Promise<{ readonly status: number; readonly body: string }>;
  readonly close: () => Promise<void>;
}

const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 65_536;
const MAX_AGENTS = 16;

/** The owner wrote these addresses into a file that only the owner can change: his own networks are his to name. */
export const OWN_NETWORKS = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7'];

interface OwnRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
}

/** The way out for what Keyward itself has to tell or to ask: checkpoints to places and witnesses, keys of issuers. */
export function createPoster(deps: Omit<AgentPoolDeps, 'connectTimeoutMs' | 'maxAgents'>): Poster {
  const agents = createAgentPool({ ...deps, connectTimeoutMs: CONNECT_TIMEOUT_MS, maxAgents: MAX_AGENTS });
  const egress = { privateNetworks: OWN_NETWORKS };
  const send = async ({ method, url: address, headers, body, signal }: OwnRequest) => {
    const url = new URL(address);
    const deadline = startDeadline({ timeoutMs: TIMEOUT_MS, signal, monotonicMs: () => performance.now() });
    try {
      const answer = await exchange({
        dispatcher: agents.agentFor('keyward', url, egress),
        request: {
          method,
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          headers: Object.entries({ 'user-agent': 'keyward', ...headers }).flat(),
          body,
        },
        maxBodyBytes: MAX_ANSWER_BYTES,
        headersTimeoutMs: TIMEOUT_MS,
        idleTimeoutMs: TIMEOUT_MS,
        deadline,
      });
      return { status: answer.status, body: Buffer.from(answer.body).toString('utf8') };
    } finally {
      deadline.stop();
    }
  };
  return {
    post: async ({ url, contentType, body, headers = {}, credential, signal = NEVER }) =>
      send({
        method: 'POST',
        url,
        headers: { 'content-type': contentType, ...headers, ...credentialHeader(credential) },
        body: Buffer.from(body),
        signal,
      }),
    get: async (url) =>
      send({ method: 'GET', url, headers: { accept: 'application/json' }, body: null, signal: NEVER }),
    close: () => agents.close(),
  };
}

function credentialHeader(credential: OwnCredential | undefined): Readonly<Record<string, string>> {
  if (credential === undefined) return {};
  const { header, prefix, secret } = credential;
  const text = revealText(secret);
  // A control character splits headers (CR, LF); a token never has one.
  if (text !== '' && !/\p{Cc}/u.test(text)) return { [header]: `${prefix}${text}` };
  throw new KeywardError('OUTBOUND_SECRET_UNUSABLE', 'the credential does not fit into a header');
}

const NEVER = new AbortController().signal;
