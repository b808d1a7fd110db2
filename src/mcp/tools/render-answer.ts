import type { CallAnswer, Pending, Refusal } from '../../broker/index.ts';
import type { Json } from '../../core/index.ts';
import type { ToolOutcome } from '../define-tool.ts';

const RETRY_AFTER_S = 5;

/**
 * An answer as the agent gets it: status, headers, body, and whether it was cut. What the service wrote stays in its own
 * members, under a constant mark; our sentences are only in refusals, which hold no word of a service.
 */
export function renderAnswer(answer: CallAnswer | Refusal | Pending): ToolOutcome {
  if (answer.kind === 'refused') return answer;
  if (answer.kind === 'pending') return { kind: 'ok', structured: pendingFields(answer) };
  const { status, headers, body, truncated, callId, kind: _, ...rest } = answer;
  const origin = 'upstream';
  const structured = { call_id: callId, content_origin: origin, status, headers, body, truncated, ...given(rest) };
  return { kind: 'ok', origin, structured };
}

function given(members: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

// Not an error: the request stands with a person, and the same call again is how to go on. `code` and `sent` say that it is
// no answer either.
function pendingFields({ code, reason, hint, approvalId, answerBy, asked, callId }: Pending) {
  return {
    call_id: callId,
    code,
    reason,
    hint,
    sent: 'no',
    approval_id: approvalId,
    approval_state: 'pending',
    expires_at: new Date(answerBy).toISOString(),
    asked: [...asked],
    retry_after_s: RETRY_AFTER_S,
  } as const;
}
