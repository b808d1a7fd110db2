import { isKeywardError, KeywardError, SecretValue, type Clock } from '../core/index.ts';
import type { AgentPool } from './agent-pool.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import { decodeBody } from './decode-body.ts';
import { collect, exchange } from './exchange.ts';
import { nextHop, redirectLocation } from './next-hop.ts';
import type { Attempt, OutboundCall, UpstreamResponse } from './outbound-call.ts';
import { prepareAuth } from './prepare-auth.ts';
import { withProgress, type Progress } from './progress.ts';
import { retryDelay } from './retry-delay.ts';
import type { AnyScheme, Authorizer, Placement } from './schemes/index.ts';
import type { RawAnswer } from './wire-answer.ts';
import { wireRequest } from './wire-request.ts';

/** Resolves after `ms`; rejects when the signal is aborted before. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

export interface Timeouts {
  readonly connectMs: number;
  /** From the request to the head of the answer. */
  readonly firstByteMs: number;
  /** Between two pieces of the body. */
  readonly idleMs: number;
}

export interface Sender {
  readonly agents: AgentPool;
  readonly clock: Clock;
  readonly timeouts: Timeouts;
  readonly sleep: Sleep;
  readonly schemes?: readonly AnyScheme[] | undefined;
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
  const conversation: Conversation = { sender, call, deadline, placed: new Set(), progress: { sent: 'no' } };
  try {
    const { answer, url, attempts } = await converse(conversation);
    const decoded = await decodeBody(answer, call.limits.maxResponseBytes);
    return {
      ...responseOf(decoded, url),
      placed: [...conversation.placed].map((text) => SecretValue.fromText(text)),
      durationMs: clock.monotonicMs() - startedMs,
      attempts,
    };
  } catch (error) {
    throw isOwn(error) ? withProgress(error, conversation.progress) : error;
  } finally {
    deadline.stop();
  }
}

// What `onAttempt` throws is its caller's, and stays as it is.
function isOwn(error: unknown): error is KeywardError {
  return isKeywardError(error) && /^(?:OUTBOUND|POLICY|ITEM)_/.test(error.code);
}

interface Conversation {
  readonly sender: Sender;
  readonly call: OutboundCall;
  readonly deadline: Deadline;
  /** Every text holding a secret that was placed so far. */
  readonly placed: Set<string>;
  /** Of the answers so far: what an error means that does not say it itself. */
  progress: Progress;
}

async function converse(conversation: Conversation): Promise<{ answer: RawAnswer; url: URL; attempts: number }> {
  const { sender, call, deadline } = conversation;
  const { method } = call.request;
  const authorizer = prepareAuth(call, sender.schemes);
  let url = call.request.url;
  let reason: Attempt['reason'] = 'first';
  for (let attempts = 1, retried = 0, followed = 0; ; attempts += 1) {
    const { answer, placement } = await attempt(conversation, authorizer, { number: attempts, reason, url });
    conversation.progress = { sent: 'yes', status: answer.status };
    const remainingMs = deadline.remainingMs();
    const delayMs =
      call.once === true ? undefined : retryDelay(answer, { method, retried, now: sender.clock.now(), remainingMs });
    const hop = { method, from: url, followed, redirects: call.redirects, placement };
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
  { sender, call, deadline, placed, progress }: Conversation,
  authorizer: Authorizer,
  { number, reason, url }: Pick<Attempt, 'number' | 'reason'> & { readonly url: URL },
): Promise<{ answer: RawAnswer; placement: Placement }> {
  const judged = { ...call.request, url };
  const placement = await authorizer.authorize(judged, { number, reason, now: sender.clock.now() });
  const request = wireRequest(judged, placement);
  for (const text of placement.secrets) placed.add(text);
  deadline.throwIfOver();
  await call.onAttempt?.({ number, reason, method: request.method, origin: url.origin, path: url.pathname });
  deadline.throwIfOver();
  const { connectMs, firstByteMs, idleMs } = { ...sender.timeouts, ...givenTimes(call.limits) };
  try {
    const answer = await exchange({
      dispatcher: sender.agents.agentFor(call.bindingId, url, { ...call.egress, connectMs }),
      request,
      firstByteMs,
      idleMs,
      deadline,
    });
    return { answer: await collect(answer, call.limits.maxResponseBytes), placement };
  } catch (error) {
    // A second attempt that was not sent leaves the first one sent.
    throw isKeywardError(error) && error.details['sent'] === 'no' ? restated(error, progress) : error;
  }
}

function restated(error: KeywardError, progress: Progress): KeywardError {
  const { sent: _sent, ...details } = error.details;
  return withProgress(new KeywardError(error.code, error.message, { details }), progress);
}

function givenTimes({ connectMs, firstByteMs, idleMs }: OutboundCall['limits']): Partial<Timeouts> {
  return {
    ...(connectMs === undefined ? {} : { connectMs }),
    ...(firstByteMs === undefined ? {} : { firstByteMs }),
    ...(idleMs === undefined ? {} : { idleMs }),
  };
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
    bodyTruncated: truncated !== false,
    ...(location === undefined ? {} : { location }),
  };
}
