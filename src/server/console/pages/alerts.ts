import { textAt, type AuditRecord } from '../../../audit/index.ts';
import { openAlerts } from '../../../detection/index.ts';
import type { ConsoleDeps } from '../deps.ts';
import { actionForm, facts, html, shown, time, type Html } from '../html.ts';

const MAX_SHOWN = 100;

/** Alerts that no person has acknowledged. */
export async function alertsPage({ runtime }: ConsoleDeps): Promise<Html> {
  const alerts = await openAlerts(runtime.storage.audit, { limit: MAX_SHOWN });
  return html`<div data-live>
    <h1>Alerts</h1>
    ${alerts.length === 0 ? html`<p class="empty">No open alerts.</p>` : ''} ${alerts.map(card)}
  </div>`;
}

function card(alert: AuditRecord): Html {
  const id = textAt(alert, 'call_id') ?? '';
  const agentId = textAt(alert, 'agent', 'id');
  const agent = shown(textAt(alert, 'agent', 'name') ?? agentId ?? 'none');
  const response = textAt(alert, 'detail', 'response') ?? 'alert';
  const isRestrained = agentId !== undefined && response !== 'alert';
  return html`<article class="card" aria-labelledby="alert-${id}">
    <h2 class="small" id="alert-${id}">${shown(textAt(alert, 'detail', 'sentence') ?? textAt(alert, 'detail', 'rule') ?? 'alert')}</h2>
    ${facts([
      ['Agent', agent],
      ['Raised', html`${time(Date.parse(alert.at))} UTC`],
      ['What was done', shown(response)],
      ['Records', html`<a href="/activity/call?id=${encodeURIComponent(id)}">of this alert</a>`],
    ])}
    <div class="buttons">
      ${actionForm({ action: '/actions/acknowledge', fields: { id } }, html`<button id="ack-${id}">Acknowledge</button>`)}
      ${isRestrained ? actionForm({ action: '/actions/resume', fields: { id: agentId } }, html`<button id="resume-${id}">Resume ${agent}</button>`) : ''}
    </div>
  </article>`;
}
