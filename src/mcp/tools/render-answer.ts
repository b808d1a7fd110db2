import type { CallAnswer, Refusal } from '../../broker/index.ts';
import type { Json } from '../../core/index.ts';
import type { ToolOutcome } from '../define-tool.ts';

/**
 * An answer as the agent gets it: status, headers, body, and whether it was cut. What the service wrote stays in its own
 * members, under a constant mark; our sentences are only in refusals, which hold no word of a service.
 */
export function renderAnswer(answer: CallAnswer | Refusal): ToolOutcome {
  if (answer.kind === 'refused') return answer;
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
