import { quoteUntrusted } from '../core/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { Evaluated } from './judge.ts';
import { recordEvent, type RecordFacts } from './record-event.ts';

interface HitCall {
  readonly deps: Pick<BrokerDeps, 'trail'>;
  readonly facts: RecordFacts;
  readonly judged: Pick<Evaluated, 'item'>;
}

// A secret in an answer is an incident, and an answer to a guess: after a few, the item is locked. The
// agent is told neither that nor how often.
export async function raiseReflected(call: HitCall): Promise<void> {
  await recordEvent(call.deps.trail, call.facts, {
    type: 'anomaly.raised',
    detail: { rule: 'secret_reflected', response: 'lock', sentence: reflectedSentence(call) },
  });
}

function reflectedSentence({ facts, judged }: HitCall): string {
  const who = quoteUntrusted(facts.principal?.agentName ?? '');
  const what = quoteUntrusted(judged.item.title);
  return `agent ${who} got the secret of ${what} back in too many answers within an hour; it may not use it for now`;
}
