import { KeywardError, type SecretValue } from '../core/index.ts';
import { decide } from '../policy/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { Evaluated } from './judge.ts';
import type { RecordFacts } from './record-event.ts';

interface OpenedCall {
  readonly deps: Pick<BrokerDeps, 'clock' | 'usage'>;
  readonly facts: RecordFacts;
  readonly judged: Evaluated;
}

// Where the store does not tell how long a secret is, the rules about that are applied to what it gave.
export function assertLongEnough({ deps, facts, judged }: OpenedCall, opened: ReadonlyMap<string, SecretValue>): void {
  const { item, binding, request } = judged;
  if (item.fields.every(({ byteLength }) => byteLength !== undefined)) return;
  const fields = item.fields.map((field) => ({ ...field, byteLength: opened.get(field.id)?.byteLength ?? 0 }));
  const used = { agentId: facts.principal?.agentId ?? '', item: { ...item, fields }, now: deps.clock.now(), binding };
  const decision = decide(request, binding, deps.usage.unusedState(used));
  if (decision.kind === 'deny') throw new KeywardError(decision.code, decision.reason);
}
