import type { ResponsePolicy } from '../policy/index.ts';
import type { CallInput } from './call-input.ts';
import type { CleanAnswer } from './clean-answer.ts';
import { narrowBody } from './narrow-body.ts';
import type { CallAnswer } from './outcome.ts';

export interface ToPresent {
  readonly answer: CleanAnswer;
  readonly input: CallInput;
  readonly policy: ResponsePolicy;
}

/**
 * What an agent may see of a cleaned answer: limited to the binding's response mode, then narrowed to what was
 * asked for. `select` and `max_chars` never widen.
 */
export function presentAnswer({ answer, input, policy }: ToPresent): Omit<CallAnswer, 'callId'> {
  const { status, headers, location, body, truncated, withheld } = answer;
  const shown = policy.mode === 'status_only' ? undefined : narrowBody({ body, policy, input });
  return {
    kind: 'answered',
    status,
    headers: shownHeaders(headers, policy),
    body: shown?.value ?? null,
    truncated: truncated || shown?.truncated === true,
    ...(withheld === undefined || shown === undefined ? {} : { withheld }),
    ...(location === undefined || !showsHeader(policy, 'location') ? {} : { location }),
  };
}

function showsHeader(policy: ResponsePolicy, name: string): boolean {
  if (policy.mode === 'projection') return policy.headers.some((listed) => listed.toLowerCase() === name);
  return policy.mode === 'scrubbed';
}

function shownHeaders(headers: readonly (readonly [string, string])[], policy: ResponsePolicy): Record<string, string> {
  const shown = new Map<string, string>();
  for (const [name, value] of headers) {
    if (!showsHeader(policy, name)) continue;
    const before = shown.get(name);
    shown.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(shown);
}
