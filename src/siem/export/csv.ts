import type { ExportFormat } from './export-format.ts';
import { ownMembers } from './own-members.ts';
import { recordFacts, type RecordFacts } from './record-facts.ts';

type Cell = string | number | undefined;

const COLUMNS: readonly [string, (facts: RecordFacts) => Cell][] = [
  ['seq', ({ seq }) => seq],
  ['at', ({ at }) => at],
  ['type', ({ type }) => type],
  ['result', ({ result }) => result],
  ['code', ({ code }) => code],
  ['status', ({ status }) => status],
  ['duration_ms', ({ durationMs }) => durationMs],
  ['actor', ({ actor }) => actor?.kind],
  ['actor_id', ({ actor }) => actor?.id],
  ['actor_name', ({ actor }) => actor?.name],
  ['agent_id', ({ agent }) => agent?.id],
  ['agent_name', ({ agent }) => agent?.name],
  ['vault_id', ({ vault }) => vault?.id],
  ['vault_name', ({ vault }) => vault?.name],
  ['item_id', ({ item }) => item?.id],
  ['item_title', ({ item }) => item?.name],
  ['method', ({ request }) => request?.method],
  ['url', ({ request }) => request?.url],
  ['client_claimed', ({ client }) => client?.name],
  ['transport', ({ transport }) => transport],
  ['connection_id', ({ connectionId }) => connectionId],
  ['tool', ({ tool }) => tool],
  ['call_id', ({ callId }) => callId],
  ['grant_id', ({ grantId }) => grantId],
  ['item_version', ({ itemVersion }) => itemVersion],
  ['token_id', ({ tokenId }) => tokenId],
  ['client_version', ({ client }) => client?.version],
  ['mcp_session', ({ mcpSession }) => mcpSession],
  ['host_session', ({ hostSession }) => hostSession],
  ['remote_address', ({ remoteAddress }) => remoteAddress],
  ['rule', ({ rule }) => rule],
  ['kind', ({ kind }) => kind],
  ['change', ({ change }) => change],
  ['claimed_reason', ({ claimedReason }) => claimedReason],
  ['hash', ({ hash }) => hash],
  // What has no column, as JSON.
  ['more', (facts) => JSON.stringify(ownMembers(facts, 'csv'))],
];

/** Comma-separated values, RFC 4180, one header line; safe to open in a spreadsheet. */
export const csv: ExportFormat = {
  name: 'csv',
  contentType: 'text/csv; charset=utf-8; header=present',
  header: () => `${COLUMNS.map(([name]) => name).join(',')}\r\n`,
  encode: (records) =>
    records
      .map(({ record, hash }) => recordFacts(record, hash))
      .map((facts) => `${COLUMNS.map(([, read]) => cell(read(facts))).join(',')}\r\n`)
      .join(''),
};

function cell(value: Cell): string {
  if (value === undefined || typeof value === 'number') return String(value ?? '');
  const inert = isFormula(value) ? `'${value}` : value;
  return /[",\s]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

// What a spreadsheet would run (CSV injection): also behind spaces, and in the full-width forms some programs fold.
function isFormula(text: string): boolean {
  return /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text);
}
