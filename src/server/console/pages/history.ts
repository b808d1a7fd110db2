import { z } from 'zod';
import type { ApprovalRow, ApprovalState } from '../../../approval/index.ts';
import type { ConsoleDeps } from '../deps.ts';
import { ago, html, shown, table, time, type Html } from '../html.ts';
import { readNames, type Names } from '../names.ts';

const ENDED: readonly ApprovalState[] = ['approved', 'denied', 'expired', 'spent', 'void'];
const MAX_SHOWN = 50;
const termsSchema = z.object({
  request: z.object({ method: z.string(), url: z.string() }).optional(),
  steps: z.array(z.unknown()).optional(),
});

/** The last approvals that were answered or have ended. */
export async function historyPage(deps: ConsoleDeps): Promise<Html> {
  const { approvals } = deps.runtime.storage;
  const [rows, names] = await Promise.all([approvals.list({ states: ENDED, limit: MAX_SHOWN }), readNames(deps)]);
  const votes = await Promise.all(rows.map(async ({ id }) => approvals.votes(id)));
  const lines = rows.map((row, index) => [
    html`${time(row.askedAt)}`,
    html`<strong class="${row.state === 'denied' ? 'bad' : ''}">${row.state}</strong>`,
    askedFor(row),
    shown(agentAndItem(row, names)),
    (votes[index] ?? [])
      .map(({ approverId, yes, channel, elapsedMs }) =>
        shown(`${approverId} said ${yes ? 'yes' : 'no'} by ${channel} after ${ago(elapsedMs)}`),
      )
      .join('; '),
  ]);
  const headings = ['Asked (UTC)', 'State', 'Request', 'Agent and item', 'Answers'];
  return html`<h1>History of approvals</h1>
    ${rows.length === 0 ? html`<p class="empty">No approval has ended yet.</p>` : table('Approvals', headings, lines)}`;
}

function askedFor({ terms }: ApprovalRow): string {
  const { request, steps } = termsSchema.parse(JSON.parse(terms));
  if (request === undefined) return `a plan of ${String(steps?.length ?? 0)} steps`;
  return shown(`${request.method} ${request.url.replace(/\?.*$/s, '')}`);
}

function agentAndItem({ agentId, itemId }: ApprovalRow, { agents, items }: Names): string {
  return `${agents.get(agentId) ?? agentId}, ${items.get(itemId) ?? itemId}`;
}
