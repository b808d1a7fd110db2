import { newId, type Json } from '../core/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import type { CallInput } from './call-input.ts';
import { identifyCaller } from './identify-caller.ts';
import { judge, type Evaluated, type NotEvaluated } from './judge.ts';
import { auditCode, refusal, refusalFromError, type Refusal } from './outcome.ts';
import { recordEvent, type RecordFacts } from './record-event.ts';
import { refusalOf } from './refusal-of.ts';

export interface Explanation {
  readonly kind: 'explained';
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly code: string;
  readonly reason: string;
  readonly hint?: string;
  readonly nearest?: Json;
  readonly retryAfterS?: number;
  readonly callId: string;
}

/** Say what a call would meet, by the evaluator of the live path. It opens no secret and sends nothing. */
export async function explain(deps: BrokerDeps, context: CallContext, input: CallInput): Promise<Explanation> {
  const callId = newId(deps.random);
  let facts: RecordFacts = { callId, context };
  try {
    const identified = await identifyCaller(deps, context);
    if (identified.kind === 'refused') {
      await recordEvent(
        deps.trail,
        { ...facts, principal: identified.principal },
        { type: 'request.explained', outcome: { result: 'denied', code: identified.code } },
      );
      return denied(refusal(callId, identified));
    }
    const { principal, store } = identified;
    facts = { ...facts, principal };
    const verdict = await judge({ ...deps, store, principal, now: deps.clock.now() }, input);
    const explanation = explanationOf(verdict, callId);
    const request = verdict.kind === 'judged' ? verdict.request : undefined;
    facts = { ...facts, item: verdict.item, request };
    await recordEvent(deps.trail, facts, {
      type: 'request.explained',
      detail: { decision: explanation.decision, code: explanation.code },
    });
    return explanation;
  } catch (error) {
    return fail(deps, facts, error);
  }
}

async function fail(deps: BrokerDeps, facts: RecordFacts, error: unknown): Promise<Explanation> {
  const outcome = { result: 'failed', code: auditCode(error) } as const;
  if (outcome.code !== 'AUDIT_UNWRITABLE') {
    await recordEvent(deps.trail, facts, { type: 'request.explained', outcome }).catch(() => undefined);
  }
  return denied(refusalFromError(facts.callId, error));
}

function explanationOf(verdict: Evaluated | NotEvaluated, callId: string): Explanation {
  const decision = verdict.kind === 'judged' ? verdict.decision.kind : 'deny';
  if (decision === 'allow') {
    return { kind: 'explained', decision, code: 'POLICY_ALLOWED', reason: 'this request is allowed', callId };
  }
  return { ...denied(refusalOf(verdict, callId)), decision };
}

function denied({ code, reason, hint, nearest, retryAfterS, callId }: Refusal): Explanation {
  return {
    kind: 'explained',
    decision: 'deny',
    code,
    reason,
    hint,
    callId,
    ...(nearest === undefined ? {} : { nearest }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  };
}
