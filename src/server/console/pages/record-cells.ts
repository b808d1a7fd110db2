import { textAt, type AuditRecord } from '../../../audit/index.ts';
import { html, shown, time, type Html } from '../html.ts';

export const RECORD_HEADINGS = ['When (UTC)', 'What', 'Agent', 'Item', 'Request', 'Outcome'];

/** One record of the trail as a row for a person; its call is one link away. */
export function recordCells(record: AuditRecord): readonly (Html | string)[] {
  const call = textAt(record, 'call_id');
  const what =
    call === undefined
      ? html`${record.type}`
      : html`<a href="/activity/call?id=${encodeURIComponent(call)}">${record.type}</a>`;
  return [time(Date.parse(record.at)), what, agentOf(record), itemOf(record), requestOf(record), outcomeOf(record)];
}

function agentOf(record: AuditRecord): string {
  const agent = textAt(record, 'agent', 'name') ?? textAt(record, 'session', 'principal', 'name');
  return shown(agent ?? textAt(record, 'session', 'principal', 'kind') ?? '');
}

function itemOf(record: AuditRecord): string {
  return shown(textAt(record, 'item', 'title') ?? '');
}

function requestOf(record: AuditRecord): string {
  const method = textAt(record, 'request', 'method');
  if (method === undefined) return shown(textAt(record, 'detail', 'sentence') ?? '');
  return shown(`${method} ${textAt(record, 'request', 'origin') ?? ''}${textAt(record, 'request', 'path') ?? ''}`);
}

function outcomeOf(record: AuditRecord): Html {
  const result = textAt(record, 'outcome', 'result') ?? '';
  const look = result === 'ok' ? 'good' : result === '' ? '' : 'bad';
  return html`<span class="${look}">${result}</span> ${textAt(record, 'outcome', 'code') ?? ''}`;
}
