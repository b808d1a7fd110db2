import type { ConsoleDeps, PageRequest } from '../deps.ts';
import { html, shown, table, type Html } from '../html.ts';
import { recordCells, RECORD_HEADINGS } from './record-cells.ts';

/** All records of one call or change; undefined when there is none by that id. */
export async function callPage({ runtime }: ConsoleDeps, { query }: PageRequest): Promise<Html | undefined> {
  const id = query.get('id') ?? '';
  const records = id === '' ? [] : await runtime.trail.call(id);
  if (records.length === 0) return undefined;
  return html`<h1>One call</h1>
    <p class="dim">Id <code>${shown(id)}</code>, ${String(records.length)} records in the order they were written.</p>
    ${table('Records of the call', RECORD_HEADINGS, records.map(recordCells))}
    <h2>Whole records</h2>
    ${records.map(
      (record) =>
        html`<details>
          <summary>Record ${String(record.seq)}: ${record.type}</summary>
          <pre tabindex="0" aria-label="Record ${String(record.seq)}">${pretty(record)}</pre>
        </details>`,
    )}
    <p><a href="/activity">All records</a></p>`;
}

function pretty(record: object): string {
  return JSON.stringify(record, undefined, 2).split('\n').map(shown).join('\n');
}
