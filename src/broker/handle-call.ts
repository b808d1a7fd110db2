import { quoteUntrusted } from '../core/index.ts';
import { newId, type SecretValue } from '../core/index.ts';
import { permittedNetworks, type UpstreamResponse } from '../outbound/index.ts';
import { judgeRedirect, type Allowed } from '../policy/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import { captureCredentials } from './capture-credentials.ts';
import type { CallContext } from './call-context.ts';
import type { CallInput } from './call-input.ts';
import { cleanAnswer, type CleanAnswer } from './clean-answer.ts';
import { identifyCaller } from './identify-caller.ts';
import { judge, type Evaluated } from './judge.ts';
import { auditCode, refusal, refusalFromError, type CallAnswer, type Refusal } from './outcome.ts';
import { presentAnswer } from './present-answer.ts';
import { recordEvent, type RecordFacts } from './record-event.ts';
import { refusalOf } from './refusal-of.ts';
import type { UsageKey } from './usage-history.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

interface OpenCall {
  readonly deps: BrokerDeps;
  readonly context: CallContext;
  readonly input: CallInput;
  readonly facts: RecordFacts;
}

type ReadyCall = OpenCall & {
  readonly judged: Evaluated;
  readonly permission: Allowed;
  readonly store: SecretStore;
};

/**
 * The journey of one credential-backed call: identify, canonicalise, decide, record the intent, resolve,
 * send, scrub, record the outcome, answer. Never throws: what goes wrong becomes a refusal and a record.
 */
export async function handleCall(
  deps: BrokerDeps,
  context: CallContext,
  input: CallInput,
): Promise<CallAnswer | Refusal> {
  const callId = newId(deps.random);
  let call: OpenCall = { deps, context, input, facts: { callId, context, fingerprint: deps.fingerprint } };
  try {
    const identified = await identifyCaller(deps, context);
    if (identified.kind === 'refused') {
      call = { ...call, facts: { ...call.facts, principal: identified.principal } };
      return await deny(call, refusal(callId, identified));
    }
    const { principal, store } = identified;
    call = { ...call, facts: { ...call.facts, principal } };
    const verdict = await judge({ store, principal, usage: deps.usage, now: deps.clock.now(), counts: true }, input);
    const request = verdict.kind === 'judged' ? verdict.request : undefined;
    call = { ...call, facts: { ...call.facts, item: verdict.item, request } };
    if (verdict.kind === 'unjudged' || verdict.decision.kind !== 'allow')
      return await deny(call, refusalOf(verdict, callId));
    return await perform({
      ...call,
      judged: verdict,
      permission: verdict.decision,
      store,
    });
  } catch (error) {
    return fail(call, error);
  }
}

// What broke before the call could be made, such as a tampered vault, belongs into the trail as much as a denial.
async function fail({ deps, facts, input }: OpenCall, error: unknown): Promise<Refusal> {
  const code = auditCode(error);
  deps.logger.error({ call_id: facts.callId, code }, 'a call could not be handled');
  const outcome = { result: 'failed', code } as const;
  if (code !== 'AUDIT_UNWRITABLE') {
    await recordEvent(deps.trail, facts, { type: 'call.denied', outcome, detail: claimed(input) }).catch(
      () => undefined,
    );
  }
  return refusalFromError(facts.callId, error);
}

async function deny({ deps, facts, input }: OpenCall, answer: Refusal): Promise<Refusal> {
  await recordEvent(deps.trail, facts, {
    type: 'call.denied',
    outcome: { result: 'denied', code: answer.code },
    detail: claimed(input),
  });
  return answer;
}

async function perform(call: ReadyCall): Promise<CallAnswer | Refusal> {
  const { deps, facts, input, permission } = call;
  await recordEvent(deps.trail, facts, { type: 'call.intent', detail: claimed(input) });
  const startedMs = deps.clock.monotonicMs();
  const elapsed = (): number => Math.round(deps.clock.monotonicMs() - startedMs);
  let answer: CleanAnswer;
  try {
    answer = await receive(call);
  } catch (error) {
    await recordEvent(deps.trail, facts, {
      type: 'call.outcome',
      outcome: { result: 'failed', code: auditCode(error), duration_ms: elapsed() },
    });
    return refusalFromError(facts.callId, error);
  }
  await recordEvent(deps.trail, facts, {
    type: 'call.outcome',
    outcome: { result: 'ok', duration_ms: elapsed(), ...answer.facts },
  });
  if (answer.facts.redacted) await countReflection(call);
  return { ...presentAnswer({ answer, input, policy: permission.response }), callId: facts.callId };
}

// The answer of the service without a secret in it: neither one that was sent, nor one that is new.
async function receive(call: ReadyCall): Promise<CleanAnswer> {
  const { deps, facts, store, judged } = call;
  const { item, binding } = judged;
  const fields = await store.open(item);
  const clean = cleanAnswer({ response: await send(call, fields), fields, item });
  return captureCredentials({ deps, facts, store, item, pointers: binding.capture ?? [] }, clean);
}

// A secret in an answer is an incident, and an answer to a guess: after a few, the item is locked. The
// agent is told neither that nor how often.
async function countReflection(call: ReadyCall): Promise<void> {
  if (!call.deps.usage.countReflection(usageKey(call))) return;
  await recordEvent(call.deps.trail, call.facts, {
    type: 'anomaly.raised',
    detail: { rule: 'secret_reflected', response: 'lock', sentence: reflectedSentence(call) },
  });
}

function reflectedSentence({ facts, judged }: ReadyCall): string {
  const who = quoteUntrusted(facts.principal?.agentName ?? '');
  const what = quoteUntrusted(judged.item.title);
  return `agent ${who} got the secret of ${what} back in too many answers within an hour; it may not use it for now`;
}

function usageKey({ deps, facts, judged }: ReadyCall): UsageKey {
  return { agentId: facts.principal?.agentId ?? '', itemId: judged.item.id, now: deps.clock.now() };
}

async function send(call: ReadyCall, fields: ReadonlyMap<string, SecretValue>): Promise<UpstreamResponse> {
  const { deps, context, facts, judged, permission } = call;
  const { binding, request, item } = judged;
  return deps.outbound.send({
    bindingId: `${item.vaultId}/${item.id}/${String(item.version)}`,
    request,
    auth: binding.auth,
    fields,
    egress: { privateNetworks: permittedNetworks(request.url, binding), tls: binding.tls },
    limits: {
      timeoutMs: binding.egressLimits?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      maxResponseBytes: binding.egressLimits?.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES,
    },
    redirects: permission.redirects && {
      max: permission.redirects.max,
      judge: (url) => judgeRedirect({ request, binding, decision: permission, url }),
    },
    // The intent stands for the first attempt.
    onAttempt: async ({ number, reason, method, origin, path }) => {
      if (number > 1)
        await recordEvent(deps.trail, facts, {
          type: 'call.attempt',
          attempt: { number, reason, method, origin, path },
        });
    },
    signal: context.signal,
  });
}

function claimed({ reason }: CallInput): { claimed_reason?: string } {
  return reason === undefined || reason === '' ? {} : { claimed_reason: reason };
}
