import { EVENT_TYPES, type AuditRecord, type ListFilter } from '../../../audit/index.ts';
import { isId } from '../../../core/index.ts';
import type { ConsoleDeps, PageRequest } from '../deps.ts';
import { actionForm, html, table, type Html } from '../html.ts';
import { readNames, type Names } from '../names.ts';
import { activityCharts } from './activity-charts.ts';
import { recordCells, RECORD_HEADINGS } from './record-cells.ts';
import { verifyState } from './verify-state.ts';

const PAGE_SIZE = 50;

/** The trail, newest first, with charts of the last day. */
export async function activityPage(deps: ConsoleDeps, { query }: PageRequest): Promise<Html> {
  const filter = filterOf(query);
  const [names, found, charts, state] = await Promise.all([
    readNames(deps),
    deps.runtime.trail.list({ ...filter, limit: PAGE_SIZE + 1 }),
    activityCharts(deps, { agentId: filter.agent, itemId: filter.item, host: filter.host }),
    verifyState(deps),
  ]);
  const records = found.slice(0, PAGE_SIZE);
  const more = found.length > PAGE_SIZE ? olderLink(query, records) : '';
  // Older pages stand still: what is new would not be on them.
  return html`<div ${filter.after === undefined ? html`data-live` : ''}>
    <h1>Activity</h1>
    ${charts} ${filterForm(query, names)}
    ${
      records.length === 0
        ? html`<p class="empty">No record fits.</p>`
        : table('Records', RECORD_HEADINGS, records.map(recordCells))
    }
    ${more}
    <h2>Proof</h2>
    ${state} ${actionForm({ action: '/actions/verify', fields: {} }, html`<button id="verify">Verify the whole trail now</button>`)}
  </div>`;
}

// What does not fit is as if it were not there: an address may be typed by hand.
function filterOf(query: URLSearchParams): ListFilter {
  const id = (name: string): string | undefined => {
    const value = query.get(name) ?? '';
    return isId(value) ? value : undefined;
  };
  const host = query.get('host')?.trim();
  const type = EVENT_TYPES.find((known) => known === query.get('type'));
  const seq = Number(query.get('seq'));
  const at = query.get('at') ?? '';
  const isAfter = Number.isSafeInteger(seq) && seq > 0 && !Number.isNaN(Date.parse(at));
  return {
    agent: id('agent'),
    item: id('item'),
    host: host === undefined || host === '' ? undefined : host.slice(0, 300),
    types: type === undefined ? undefined : [type],
    after: isAfter ? { at, seq } : undefined,
  };
}

function filterForm(query: URLSearchParams, { agents, items }: Names): Html {
  return html`<form class="filter" role="search" aria-label="Filter the records">
    ${choice({ name: 'agent', label: 'Agent', options: agents }, query)} ${choice({ name: 'item', label: 'Item', options: items }, query)}
    <label>Host <input name="host" id="filter-host" value="${query.get('host') ?? ''}" autocomplete="off" /></label>
    ${choice({ name: 'type', label: 'Type', options: TYPES }, query)}
    <button id="filter-go">Filter</button>
  </form>`;
}

interface Choice {
  readonly name: string;
  readonly label: string;
  /** By value. */
  readonly options: ReadonlyMap<string, string>;
}

const TYPES: ReadonlyMap<string, string> = new Map(EVENT_TYPES.map((type) => [type, type]));

function choice({ name, label, options }: Choice, query: URLSearchParams): Html {
  const chosen = query.get(name);
  return html`<label>
    ${label}
    <select name="${name}" id="filter-${name}">
      <option value="">all</option>
      ${[...options].map(
        ([value, text]) => html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${text}</option>`,
      )}
    </select>
  </label>`;
}

function olderLink(query: URLSearchParams, records: readonly AuditRecord[]): Html | '' {
  const last = records.at(-1);
  if (last === undefined) return '';
  const next = new URLSearchParams(query);
  next.set('at', last.at);
  next.set('seq', String(last.seq));
  return html`<p><a href="/activity?${next.toString()}">Older records</a></p>`;
}
