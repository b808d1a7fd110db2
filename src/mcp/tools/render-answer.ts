import type { CallAnswer, Refusal } from '../../broker/index.ts';
import type { ToolOutcome } from '../define-tool.ts';

/**
 * An answer as the agent gets it: status, headers, body, and whether it was cut. What the service wrote stays in its own
 * members, under a constant mark; our sentences are only in refusals, which hold no word of a service.
 */
export function renderAnswer(answer: CallAnswer | Refusal): ToolOutcome {
  if (answer.kind === 'refused') return answer;
  const { status, headers, body, truncated, withheld, location, callId } = answer;
  const origin = 'upstream';
  const structured = {
    call_id: callId,
    content_origin: origin,
    status,
    headers,
    body,
    truncated,
    ...(withheld === undefined ? {} : { withheld: { ...withheld } }),
    ...(location === undefined ? {} : { location }),
  } as const;
  return { kind: 'ok', origin, structured };
}
