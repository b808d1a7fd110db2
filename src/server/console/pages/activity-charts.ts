import type { TallyQuery, TallyRow } from '../../../audit/index.ts';
import { barChart } from '../chart.ts';
import type { ConsoleDeps } from '../deps.ts';
import { html, type Html } from '../html.ts';

const BUCKETS = 48;
const BUCKET_MS = 30 * 60_000;
// What one page may cost, also in a trail of millions.
const MAX_RECORDS = 20_000;

export type ChartFilter = Pick<TallyQuery, 'agentId' | 'itemId' | 'host'>;

/** Calls, denials and approvals of the last 24 hours. */
export async function activityCharts({ runtime }: Pick<ConsoleDeps, 'runtime'>, filter: ChartFilter): Promise<Html> {
  const last = Math.floor(runtime.clock.now() / BUCKET_MS);
  const first = last - BUCKETS + 1;
  const range = { since: first * BUCKET_MS, bucketMs: BUCKET_MS, maxRecords: MAX_RECORDS };
  const rows = await runtime.storage.tally.count({ ...range, ...filter });
  const axis = { from: label(first), to: label(last + 1) };
  const series = (isMeant: (row: TallyRow) => boolean) => countsOf(rows.filter(isMeant), first);
  return html`<div class="charts">
      ${barChart({ name: 'Calls', colour: 1, counts: series(({ type }) => type === 'call.intent'), ...axis })}
      ${barChart({ name: 'Denials', colour: 2, counts: series(isDenial), ...axis })}
      ${barChart({ name: 'Approvals', colour: 3, counts: series(({ type }) => type === 'approval.approved'), ...axis })}
    </div>
    ${isCut(rows) ? html`<p class="dim">The charts count the latest ${MAX_RECORDS.toLocaleString('en')} records.</p>` : ''}`;
}

function isDenial({ type, outcome }: TallyRow): boolean {
  return type === 'call.denied' || (type === 'session.refused' && outcome === 'denied');
}

function countsOf(rows: readonly TallyRow[], first: number): readonly number[] {
  const counts = Array.from({ length: BUCKETS }, () => 0);
  for (const { bucket, count } of rows) {
    const index = bucket - first;
    if (index >= 0 && index < BUCKETS) counts[index] = (counts[index] ?? 0) + count;
  }
  return counts;
}

function isCut(rows: readonly TallyRow[]): boolean {
  return rows.reduce((sum, { count }) => sum + count, 0) >= MAX_RECORDS;
}

function label(bucket: number): string {
  return new Date(bucket * BUCKET_MS).toISOString().slice(5, 16).replace('T', ' ');
}
