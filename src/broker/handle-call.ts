import type { AuditOutcome, ReachedLimit, UsageLimits } from '../audit/index.ts';
import { newId, type SecretValue } from '../core/index.ts';
import { permittedNetworks, type UpstreamResponse } from '../outbound/index.ts';
import { judgeRedirect, type Allowed } from '../policy/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import { assertLongEnough } from './assert-long-enough.ts';
import { actOf, askPerson, type Approved } from './approve-call.ts';
import type { BrokerDeps } from './broker-deps.ts';
import { captureCredentials } from './capture-credentials.ts';
import type { CallContext } from './call-context.ts';
import type { CallInput } from './call-input.ts';
import { cleanAnswer, type CleanAnswer } from './clean-answer.ts';
import { identifyCaller } from './identify-caller.ts';
import { judge, type Evaluated, type NotEvaluated } from './judge.ts';
import { judgedBy } from './judged-by.ts';
import { auditCode, refusal, refusalFromError, type CallAnswer, type Pending, type Refusal } from './outcome.ts';
import { answered, lookFirst, progressOf, unrecorded } from './progress-of.ts';
import { presentAnswer } from './present-answer.ts';
import { publicFields } from './public-fields.ts';
import { recordEvent, recordWithin, type RecordFacts } from './record-event.ts';
import { raiseReflected } from './raise-reflected.ts';
import { recordIntent } from './record-intent.ts';
import { refusalOf } from './refusal-of.ts';
import { notSpent, standingAnswer } from './standing-answer.ts';
import { refuseWeakSecret } from './weak-secret.ts';

const DEFAULT_TIMEOUT_MS = 300_000;
const DEFAULT_MAX_RESPONSE_BYTES = 4 * 1024 * 1024;
const MAX_SELECTED_BYTES = 16 * 1024 * 1024;
const LOCKED_MEANWHILE = 'the request was sent, but the item was locked for this agent before its answer was given';

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
  /** Where a person had to agree. */
  readonly approved?: Approved;
};

/**
 * The journey of one credential-backed call: identify, canonicalise, decide, record the intent, resolve,
 * send, scrub, record the outcome, answer. Never throws: what goes wrong becomes a refusal and a record.
 */
export async function handleCall(
  deps: BrokerDeps,
  context: CallContext,
  input: CallInput,
): Promise<CallAnswer | Refusal | Pending> {
  const callId = newId(deps.random);
  return journey({ deps, context, input, facts: { callId, context, fingerprint: deps.fingerprint } });
}

async function journey(first: OpenCall): Promise<CallAnswer | Refusal | Pending> {
  const { deps, context, input } = first;
  const { callId } = first.facts;
  let call = first;
  try {
    const identified = await identifyCaller(deps, context);
    if (identified.kind === 'refused') {
      call = { ...call, facts: { ...call.facts, principal: identified.principal } };
      return await deny(call, refusal(callId, identified));
    }
    const { principal, store } = identified;
    call = { ...call, facts: { ...call.facts, principal } };
    const verdict = await judge({ ...deps, store, principal, now: deps.clock.now(), reserves: true }, input);
    const request = verdict.kind === 'judged' ? verdict.request : undefined;
    call = { ...call, facts: { ...call.facts, item: verdict.item, request } };
    if (verdict.kind === 'unjudged' || verdict.decision.kind === 'deny')
      return await deny(call, refusalOf(verdict, callId), verdict.kind === 'unjudged' ? verdict : {});
    const { decision } = verdict;
    if (decision.kind === 'allow') return await perform({ ...call, judged: verdict, permission: decision, store });
    const asking = { ...call, judged: verdict, decision, principal };
    const { standing, hasWaited } = await askPerson(asking);
    // The agent may have been revoked meanwhile, the binding changed, the item locked.
    if (standing.kind === 'approved' && hasWaited) return await journey({ ...first, ...withoutWait(first) });
    if (standing.kind !== 'approved') return await deny(call, standingAnswer(standing, callId));
    // A yes is for one request: no redirect is followed with it.
    const permission = { kind: 'allow', rule: decision.rule, response: decision.response } as const;
    const approved = { permit: standing.permit, act: () => actOf(asking) };
    return await perform({ ...call, judged: verdict, permission, store, approved });
  } catch (error) {
    return fail(call, error);
  }
}

function withoutWait({ context: waiting, facts }: OpenCall): Pick<OpenCall, 'context' | 'facts'> {
  const context = { ...waiting, approvalWaitMs: 0 };
  return { context, facts: { ...facts, context } };
}

// What broke before the call could be made, such as a tampered vault, belongs into the trail as much as a denial.
async function fail({ deps, facts, input }: OpenCall, error: unknown): Promise<Refusal> {
  const code = auditCode(error);
  deps.logger.error({ call_id: facts.callId, code }, 'a call could not be handled');
  const outcome = { result: 'failed', code } as const;
  if (code !== 'AUDIT_UNWRITABLE' && code !== 'AUDIT_OUTCOME_UNRECORDED') {
    await recordEvent(deps.trail, facts, { type: 'call.denied', outcome, detail: claimed(input) }).catch(
      () => undefined,
    );
  }
  return { ...refusalFromError(facts.callId, error), ...progressOf(error) };
}

async function deny<A extends Refusal | Pending>(
  { deps, facts, input }: OpenCall,
  answer: A,
  { outsideGrants }: Pick<NotEvaluated, 'outsideGrants'> = {},
): Promise<A> {
  const approval = answer.approvalId === undefined ? {} : { approval: answer.approvalId };
  await recordEvent(deps.trail, facts, {
    type: 'call.denied',
    outcome: { result: 'denied', code: answer.code },
    detail: { ...claimed(input), ...approval, ...(outsideGrants === true ? { outside_grants: true } : {}) },
  });
  return answer;
}

async function perform(call: ReadyCall): Promise<CallAnswer | Refusal> {
  const { deps, facts, input, permission } = call;
  const intent = await recordIntent(call, { ...claimed(input), ...judgedBy(call.judged.binding, permission) });
  if (intent.kind === 'refused') return deny(call, notSpent(intent, facts.callId));
  if (intent.kind === 'over') return deny(call, await usedUp(call, intent.limit));
  const startedMs = deps.clock.monotonicMs();
  const elapsed = (): number => Math.round(deps.clock.monotonicMs() - startedMs);
  let answer: CleanAnswer;
  try {
    answer = await receive(call);
  } catch (error) {
    const progress = progressOf(error);
    const { sent, status } = progress;
    await recordEvent(deps.trail, facts, {
      type: 'call.outcome',
      outcome: {
        result: sent === 'unknown' ? 'unknown' : 'failed',
        code: auditCode(error),
        ...(status === undefined ? {} : { status }),
        duration_ms: elapsed(),
      },
    }).catch((cause: unknown) => {
      throw sent === 'no' ? cause : unrecorded(cause, progress);
    });
    const refused = refusalFromError(facts.callId, sent === 'no' ? error : unrecorded(error, progress));
    return lookFirst({ ...refused, ...progress }, call.judged.request);
  }
  const told = { duration_ms: elapsed(), ...answer.facts };
  const outcome = await recordWithin(deps.trail, facts, {
    type: 'call.outcome',
    outcome: { result: 'ok', ...told },
    limits: outcomeLimits(call, answer),
  }).catch(madeUnrecorded);
  if (outcome.kind === 'over') return withhold(call, told).catch(madeUnrecorded);
  if (outcome.locks && answer.facts.redacted) await raiseReflected(call).catch(madeUnrecorded);
  return presentAnswer({ answer, input, policy: permission.response, callId: facts.callId });
}

function madeUnrecorded(error: unknown): never {
  throw unrecorded(error, { sent: 'yes' });
}

// What the calls of the same moment left is known only now, so the evaluator is asked again for its reason.
async function usedUp({ deps, facts, input, store }: ReadyCall, limit: ReachedLimit): Promise<Refusal> {
  const { principal } = facts;
  const verdict = principal && (await judge({ ...deps, store, principal, now: deps.clock.now() }, input));
  if (verdict?.kind === 'unjudged' || verdict?.decision.kind === 'deny') return refusalOf(verdict, facts.callId);
  const code = limit === 'reflections' ? 'POLICY_LOCKED' : 'POLICY_RATE_EXCEEDED';
  return refusal(facts.callId, { code, reason: 'other calls of the same moment used up what this item allows' });
}

// The answer that was hit takes its part of the lock before it is given; a clean one takes nothing.
function outcomeLimits({ deps, judged }: ReadyCall, { charge }: CleanAnswer): UsageLimits {
  const { itemCalls: _, agentCalls: __, ...limits } = judged.limits;
  return { ...limits, now: deps.clock.now(), takes: Math.min(charge, limits.reflections.max) };
}

// Hit or clean, the agent is told the same: what would be different is the answer to a guess.
async function withhold({ deps, facts }: ReadyCall, outcome: Omit<AuditOutcome, 'result'>): Promise<Refusal> {
  const code = 'POLICY_LOCKED';
  await recordEvent(deps.trail, facts, { type: 'call.outcome', outcome: { result: 'failed', ...outcome, code } });
  return refusal(facts.callId, { code, reason: LOCKED_MEANWHILE });
}

// The answer of the service without a secret in it: neither one that was sent, nor one that is new.
async function receive(call: ReadyCall): Promise<CleanAnswer> {
  const { deps, facts, store, judged } = call;
  const { item, binding } = judged;
  const fields = await store.open(item);
  assertLongEnough(call, fields);
  refuseWeakSecret({ item, binding, response: call.permission.response, fields });
  const response = await send(call, fields);
  try {
    const clean = await cleanAnswer({ response, fields, item, request: judged.request, scrubPool: deps.scrubPool });
    return await captureCredentials({ deps, facts, store, item, pointers: binding.capture ?? [] }, clean);
  } catch (error) {
    throw answered(error, response.status);
  }
}

async function send(call: ReadyCall, fields: ReadonlyMap<string, SecretValue>): Promise<UpstreamResponse> {
  const { deps, context, facts, judged, permission } = call;
  const { binding, request, item } = judged;
  return deps.outbound.send({
    bindingId: `${item.vaultId}/${item.id}/${String(item.version ?? '')}`,
    request,
    auth: binding.auth,
    fields,
    publicFields: publicFields(item, binding),
    egress: { privateNetworks: permittedNetworks(request.url, binding), tls: binding.tls },
    limits: {
      ...binding.egressLimits,
      timeoutMs: binding.egressLimits?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      maxResponseBytes: binding.egressLimits?.maxResponseBytes ?? maxResponseBytes(call.input),
    },
    once: call.approved !== undefined,
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
        }).catch((error: unknown) => {
          throw answered(error);
        });
    },
    signal: context.signal,
  });
}

// A part of an answer may be small where all of it is not.
function maxResponseBytes({ select, fields, tail, grep }: CallInput): number {
  return [select, fields, tail, grep].every((part) => part === undefined)
    ? DEFAULT_MAX_RESPONSE_BYTES
    : MAX_SELECTED_BYTES;
}

function claimed({ reason }: CallInput): { claimed_reason?: string } {
  return reason === undefined || reason === '' ? {} : { claimed_reason: reason };
}
