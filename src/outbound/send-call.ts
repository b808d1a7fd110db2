import { SecretValue, type Clock } from '../core/index.ts';
import type { AgentPool } from './agent-pool.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import { decodeBody } from './decode-body.ts';
import { exchange, type RawAnswer } from './exchange.ts';
import { nextHop, redirectLocation } from './next-hop.ts';
import type { Attempt, OutboundCall, UpstreamResponse } from './outbound-call.ts';
import { placeSecret } from './place-secret.ts';
import { retryDelay } from './retry-delay.ts';
import type { Placement } from './schemes/index.ts';
import { wireRequest } from './wire-request.ts';

/** Resolves after `ms`; rejects when the signal is aborted before. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

export interface Timeouts {
  readonly connectMs: number;
  /** From the request to the head of the answer. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly idleMs: number;
}

export interface Sender {
  readonly agents: AgentPool;
  readonly clock: Clock;
  readonly timeouts: Timeouts;
  readonly sleep: Sleep;
}

/** One call from placement to answer: attempts, retries the service asks for, redirects the binding allows. */
export async function sendCall(sender: Sender, call: OutboundCall): Promise<UpstreamResponse> {
  const { clock } = sender;
  const startedMs = clock.monotonicMs();
  const deadline = startDeadline({
    timeoutMs: call.limits.timeoutMs,
    signal: call.signal,
    monotonicMs: () => clock.monotonicMs(),
  });
  try {
    const placement = placeSecret(call.auth, call.fields);
    const { answer, url, attempts } = await converse({ sender, call, placement, deadline });
    const decoded = await decodeBody(answer, call.limits.maxResponseBytes);
    return {
      ...responseOf(decoded, url),
      placed: placement.secrets.map((text) => SecretValue.fromText(text)),
      durationMs: clock.monotonicMs() - startedMs,
      attempts,
    };
  } finally {
    deadline.stop();
  }
}

interface Conversation {
  readonly sender: Sender;
  readonly call: OutboundCall;
  readonly placement: Placement;
  readonly deadline: Deadline;
}

async function converse(conversation: Conversation): Promise<{ answer: RawAnswer; url: URL; attempts: number }> {
  const { sender, call, placement, deadline } = conversation;
  const { method } = call.request;
  let url = call.request.url;
  let reason: Attempt['reason'] = 'first';
  for (let attempts = 1, retried = 0, followed = 0; ; attempts += 1) {
    const answer = await attempt(
      conversation,
      { number: attempts, reason, method, origin: url.origin, path: url.pathname },
      url,
    );
    const delayMs = retryDelay(answer, {
      method,
      retried,
      now: sender.clock.now(),
      remainingMs: deadline.remainingMs(),
    });
    const hop = { method, from: url, followed, redirects: call.redirects, placedParameter: placement.query?.name };
    const target = delayMs === undefined ? nextHop(answer, hop) : url;
    if (target === undefined) return { answer, url, attempts };
    if (delayMs === undefined) {
      followed += 1;
      reason = 'redirect';
    } else {
      retried += 1;
      reason = 'retry';
      await waitFor(sender.sleep, delayMs, deadline);
    }
    url = target;
  }
}

async function attempt(
  { sender, call, placement, deadline }: Conversation,
  record: Attempt,
  url: URL,
): Promise<RawAnswer> {
  const request = wireRequest({ ...call.request, url }, placement);
  deadline.throwIfOver();
  await call.onAttempt?.(record);
  deadline.throwIfOver();
  return exchange({
    dispatcher: sender.agents.agentFor(call.bindingId, url, call.egress),
    request,
    maxBodyBytes: call.limits.maxResponseBytes,
    headersTimeoutMs: sender.timeouts.headersMs,
    idleTimeoutMs: sender.timeouts.idleMs,
    deadline,
  });
}

async function waitFor(sleep: Sleep, delayMs: number, deadline: Deadline): Promise<void> {
  const controller = new AbortController();
  deadline.listen((error) => controller.abort(error));
  // What the sleep itself rejects with says nothing; the deadline knows why it ended.
  await sleep(delayMs, controller.signal).catch(() => undefined);
  deadline.listen(undefined);
  deadline.throwIfOver();
}

// RFC 9110 section 7.6.1: these speak about the connection, not about the answer.
const CONNECTION_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function responseOf(answer: RawAnswer, url: URL): Omit<UpstreamResponse, 'placed' | 'durationMs' | 'attempts'> {
  const { status, statusText, headers, body, truncated } = answer;
  const location = redirectLocation(answer, url);
  return {
    status,
    statusText,
    headers: headers.filter(([name]) => !CONNECTION_HEADERS.has(name)),
    body,
    bodyTruncated: truncated,
    ...(location === undefined ? {} : { location }),
  };
}
