import { lineFormat, type ExportOptions } from './export-format.ts';
import { sentenceOf, severityOf } from './event-meaning.ts';
import { ownPairs } from './own-members.ts';
import { recordFacts, type RecordFacts } from './record-facts.ts';

// RFC 5424 table 1: 13 is "log audit".
const FACILITY = 13;
// RFC 5424 table 2 for our severities: informational, notice, warning, alert.
const SEVERITY = { 1: 6, 2: 5, 3: 4, 4: 1 } as const;
// The number IANA keeps for documentation (RFC 5612): Keyward has none of its own.
const STRUCTURED_DATA_ID = 'keyward@32473';
const BYTE_ORDER_MARK = '\ufeff';
const MAX_HOSTNAME = 255;
// RFC 5424 section 6.3.3, PARAM-NAME; one with a dot is never one of the names above.
const NAME = /^(?!more$)[!#-<>-\\^-~]{1,32}$/;

/** Syslog, RFC 5424, one message on each line. For TLS (RFC 5425) frame each with its length. */
export const syslog = lineFormat('syslog', 'text/plain; charset=utf-8', ({ record, hash }, options) =>
  syslogMessage(recordFacts(record, hash), options),
);

function syslogMessage(facts: RecordFacts, options: ExportOptions): string {
  return `${header(facts, options)} ${structuredData(facts)} ${BYTE_ORDER_MARK}${sentenceOf(facts)}`;
}

/** A line of another format as a syslog message (RFC 5424): the facts say when, how grave, and by which process. */
export function syslogEnvelope(facts: RecordFacts, options: ExportOptions, line: string): string {
  return `${header(facts, options)} - ${line}`;
}

function header(facts: RecordFacts, { hostname = '-' }: ExportOptions): string {
  const priority = FACILITY * 8 + SEVERITY[severityOf(facts)];
  const host = hostname.replace(/[^\u0021-\u007e]/g, '').slice(0, MAX_HOSTNAME) || '-';
  return `<${priority}>1 ${facts.at} ${host} keyward ${facts.pid ?? '-'} ${facts.type}`;
}

function structuredData(facts: RecordFacts): string {
  const { actor, agent, client, item, request, vault } = facts;
  const pairs: readonly [string, string | number | undefined][] = [
    ['seq', facts.seq],
    ['hash', facts.hash],
    ['call', facts.callId],
    ['grant', facts.grantId],
    ['actor', actor?.id],
    ['actorName', actor?.name],
    ['agent', agent?.id],
    ['agentName', agent?.name],
    ['item', item?.id],
    ['itemTitle', item?.name],
    ['vault', vault?.id],
    ['client', client?.name],
    ['connection', facts.connectionId],
    ['method', request?.method],
    ['url', request?.url],
    ['result', facts.result],
    ['code', facts.code],
    ['status', facts.status],
    ...ownParameters(facts),
  ];
  const present = pairs.filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  return `[${STRUCTURED_DATA_ID} ${present.map(([name, value]) => `${name}="${escapeValue(value)}"`).join(' ')}]`;
}

// Names of RFC 5424 have 32 printable characters at most: what has a longer one stands in `more`, as JSON.
function ownParameters(facts: RecordFacts): readonly [string, string][] {
  const pairs = ownPairs(facts, 'syslog');
  const fitting = pairs
    .filter(([name]) => NAME.test(name))
    .map(([name, value]): [string, string] => [name, String(value)]);
  const longer = pairs.filter(([name]) => !NAME.test(name));
  return longer.length === 0 ? fitting : [...fitting, ['more', JSON.stringify(Object.fromEntries(longer))]];
}

// RFC 5424 section 6.3.3.
function escapeValue(value: string | number): string {
  return String(value).replace(/["\\\]]/g, '\\$&');
}
