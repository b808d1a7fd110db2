import { sendsPlaceholder, type ResponsePolicy } from '../policy/index.ts';
import type { CallInput } from './call-input.ts';
import type { CleanAnswer } from './clean-answer.ts';
import { narrowBody, type Narrowed } from './narrow-body.ts';
import { refusal, type CallAnswer, type Refusal } from './outcome.ts';

export interface ToPresent {
  readonly answer: CleanAnswer;
  readonly input: CallInput;
  readonly policy: ResponsePolicy;
  readonly callId: string;
}

/**
 * What an agent may see of a cleaned answer: limited to the binding's response mode, then narrowed to what was
 * asked for. Nothing of what was asked for widens. JSON that was cut has no parts to select: that is refused, since an
 * empty answer would read as if there were none.
 */
export function presentAnswer({ answer, input, policy, callId }: ToPresent): CallAnswer | Refusal {
  const isCutJson = answer.truncated && typeof answer.body === 'string' && JSON_TYPE.test(answer.contentType);
  if (isCutJson && policy.mode !== 'status_only' && (input.select ?? input.fields) !== undefined) {
    return { ...refusal(callId, { code: 'RESPONSE_CUT', reason: CUT }), sent: 'yes', status: answer.status };
  }
  const { status, headers, location, body, truncated, withheld } = answer;
  const shown = policy.mode === 'status_only' ? undefined : narrowBody({ body, policy, input });
  return {
    kind: 'answered',
    status,
    headers: shownHeaders(headers, policy),
    body: shown?.value ?? null,
    truncated: truncated || shown?.truncated === true,
    ...(withheld === undefined || shown === undefined ? {} : { withheld }),
    ...(shown === undefined ? {} : told(shown)),
    ...(sendsPlaceholder(input) ? { note: NOT_EXPANDED } : {}),
    callId,
    ...(location === undefined || !showsHeader(policy, 'location') ? {} : { location }),
  };
}

const JSON_TYPE = /^[^;]*[/+]json\s*(?:;|$)/i;
const CUT = 'the JSON of the service was cut at the size or time limit, so nothing can be selected of it';
const NOT_EXPANDED = 'the request held a placeholder or a reference, which was sent as it is: Keyward expands nothing';

function told({ bodyChars, nextOffset, matches, notFound }: Narrowed): Partial<CallAnswer> {
  return {
    body_chars: bodyChars,
    ...(nextOffset === undefined ? {} : { next_offset: nextOffset }),
    ...(matches === undefined ? {} : { matches }),
    ...(notFound.length === 0 ? {} : { not_found: notFound }),
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
