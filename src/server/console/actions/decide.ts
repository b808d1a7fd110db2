import { OWNER_APPROVER } from '../../../app/index.ts';
import { readShown, type AnswerRefusal, type Decided, type Extent, type Summary } from '../../../approval/index.ts';
import type { ActionRequest, ConsoleDeps } from '../deps.ts';
import { html, type Html } from '../html.ts';
import { hostToType } from '../pages/approval-card.ts';

/** Give the person's answer to what was shown. Undefined for an unknown approval, and for one that was shown otherwise. */
export async function decideAction(deps: ConsoleDeps, { fields, person }: ActionRequest): Promise<Html | undefined> {
  const { id = '', digest = '', answer, extent, typed } = fields;
  if (answer !== 'approve' && answer !== 'deny') return undefined;
  const yes = answer === 'approve';
  const row = await deps.runtime.storage.approvals.get(id);
  const summary = row && readShown(row);
  const host = summary && hostToType(summary);
  if (yes && host !== undefined && typed?.trim() !== host) {
    return html`<p class="bad">Not approved: type the host ${host} first.</p>`;
  }
  const decided = await deps.approvals.decide({
    id,
    digest,
    approverId: OWNER_APPROVER.id,
    yes,
    assurance: 'confirm',
    channel: 'console',
    session: person,
    extent: yes && extent === 'largest' ? largestOf(summary) : undefined,
  });
  if (decided.kind === 'refused' && decided.code === 'APPROVAL_NOT_FOUND') return undefined;
  return html`<p class="${decided.kind === 'refused' ? 'bad' : 'good'}">${sentence(decided)}</p>`;
}

function largestOf(summary: Summary | undefined): Extent | undefined {
  return summary?.ask.kind === 'request' ? summary.ask.largestExtent : undefined;
}

function sentence(decided: Decided): string {
  if (decided.kind === 'refused') return `Your answer does not count: ${because(decided)}.`;
  if (decided.kind === 'approved') return 'Approved. The agent may send this request now.';
  return decided.kind === 'denied' ? 'Denied.' : 'Your yes is recorded. Another person must say yes too.';
}

function because(refusal: AnswerRefusal): string {
  return 'state' in refusal ? `it is ${refusal.state} already` : refusal.reason.replaceAll('_', ' ');
}
