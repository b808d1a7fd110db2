import type { CallAnswer, Refusal } from '../../broker/index.ts';
import type { ToolOutcome } from '../define-tool.ts';

/** An answer as the agent gets it: status, headers, body, and whether it was cut. */
export function renderAnswer(answer: CallAnswer | Refusal): ToolOutcome {
  if (answer.kind === 'refused') return answer;
  const { status, headers, body, truncated, location, callId } = answer;
  const structured = { call_id: callId, status, headers, body, truncated };
  return { kind: 'ok', structured: location === undefined ? structured : { ...structured, location } };
}
