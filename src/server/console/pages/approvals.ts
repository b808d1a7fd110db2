import { readShown, type ApprovalRow, type ApprovalState } from '../../../approval/index.ts';
import type { ConsoleDeps } from '../deps.ts';
import { html, type Html } from '../html.ts';
import { approvalCard } from './approval-card.ts';

const WAITING: readonly ApprovalState[] = ['pending', 'not_shown'];
const MAX_SHOWN = 50;

/** What waits for a person's answer, the oldest first: a new one appears below, and moves no button of another. */
export async function approvalsPage(deps: ConsoleDeps): Promise<Html> {
  const { clock } = deps.runtime;
  const rows = await waiting(deps);
  return html`<div data-live>
    <h1>Approvals</h1>
    ${rows.length === 0 ? html`<p class="empty">Nothing waits for an answer. New requests appear here by themselves.</p>` : ''}
    ${rows.map((row) => card(row, clock.now()))}
  </div>`;
}

/** Approvals that a person may still answer. */
export async function waiting({ runtime }: Pick<ConsoleDeps, 'runtime'>): Promise<readonly ApprovalRow[]> {
  const rows = await runtime.storage.approvals.list({ states: WAITING, limit: MAX_SHOWN });
  return rows.filter(({ answerBy }) => answerBy > runtime.clock.now()).toReversed();
}

function card(row: ApprovalRow, now: number): Html | '' {
  const summary = readShown(row);
  return summary === undefined ? '' : approvalCard(summary, now);
}
