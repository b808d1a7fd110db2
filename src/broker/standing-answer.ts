import type { Spent, Standing } from '../approval/index.ts';
import { ERROR_CODES } from '../core/index.ts';
import { refusal, type Pending, type Refusal } from './outcome.ts';

/** A standing as the agent is told of it: everything but a yes. */
export function standingAnswer(standing: Exclude<Standing, { kind: 'approved' }>, callId: string): Pending | Refusal {
  if (standing.kind === 'pending') return pendingAnswer(standing, callId);
  const refused = refusal(callId, { code: standing.code, reason: reasonOf(standing) });
  return 'id' in standing ? { ...refused, approvalId: standing.id } : refused;
}

/** A yes that could not be used. */
export function notSpent({ code, reason }: Spent & { kind: 'refused' }, callId: string): Refusal {
  return refusal(callId, { code, reason: `the yes to this request was not used: ${reason.replaceAll('_', ' ')}` });
}

function pendingAnswer({ id, answerBy, asked, code }: Standing & { kind: 'pending' }, callId: string): Pending {
  const until = new Date(answerBy).toISOString();
  const reason = `nothing was sent yet: a person is asked (${asked.join(', ')}) until ${until}`;
  return { kind: 'pending', code, reason, hint: ERROR_CODES[code].hint, approvalId: id, answerBy, asked, callId };
}

function reasonOf(standing: Exclude<Standing, { kind: 'approved' | 'pending' }>): string {
  switch (standing.kind) {
    case 'not_shown':
      return 'no person could be told of this request yet; it stands in `keyward approvals list`';
    case 'denied':
      return 'a person said no to this request';
    case 'expired':
      return 'no person answered in time, or the yes was not used in time';
    case 'void':
      return 'the item, its binding, the grant or the approver changed after this was asked';
    case 'too_many':
      return `${String(standing.limit)} requests of this agent wait for a person already`;
    case 'cooling_down':
      return `a person said no to this agent for this item: ask again after ${new Date(standing.until).toISOString()}`;
  }
}
