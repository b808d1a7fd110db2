import { createAgentPool, type AgentPoolDeps } from './agent-pool.ts';
import { startDeadline } from './deadline.ts';
import { exchange } from './exchange.ts';

/** One POST to an address the owner configured: not a call of an agent, and no credential in it but its own headers. */
export interface PostRequest {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Poster {
  /**
   * Send it and collect the answer, at most 64 KiB of it, within fifteen seconds. Follows no redirect and tries once.
   *
   * Throws OUTBOUND_* codes: address refused (plain http to a public one), unreachable, TLS, timeout, cancelled, too large.
   */
  readonly post: (request: PostRequest) => Promise<{ readonly status: number; readonly body: string }>;
  readonly close: () => Promise<void>;
}

const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 65_536;
const MAX_AGENTS = 16;

// The owner wrote these addresses into a file that only the owner can change: his own networks are his to name.
const OWN_NETWORKS = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7'];

/** The way out for what Keyward itself has to tell: checkpoints to places and witnesses. */
export function createPoster(deps: Omit<AgentPoolDeps, 'connectTimeoutMs' | 'maxAgents'>): Poster {
  const agents = createAgentPool({ ...deps, connectTimeoutMs: CONNECT_TIMEOUT_MS, maxAgents: MAX_AGENTS });
  const egress = { privateNetworks: OWN_NETWORKS };
  return {
    async post({ url: address, contentType, body, headers = {}, signal = NEVER }) {
      const url = new URL(address);
      const deadline = startDeadline({ timeoutMs: TIMEOUT_MS, signal, monotonicMs: () => performance.now() });
      const flat = Object.entries({ 'content-type': contentType, 'user-agent': 'keyward', ...headers }).flat();
      try {
        const answer = await exchange({
          dispatcher: agents.agentFor('keyward', url, egress),
          request: {
            method: 'POST',
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            headers: flat,
            body: Buffer.from(body),
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
    },
    close: () => agents.close(),
  };
}

const NEVER = new AbortController().signal;
