import { lineFormat, type ExportOptions } from './export-format.ts';
import { sentenceOf, severityOf, titleOf } from './event-meaning.ts';
import { ownPairs } from './own-members.ts';
import { recordFacts, type RecordFacts } from './record-facts.ts';

// CEF counts severity from 0 to 10.
const SEVERITY = { 1: 2, 2: 4, 3: 6, 4: 9 } as const;

/** ArcSight Common Event Format, version 0. */
export const cef = lineFormat('cef', 'text/plain; charset=utf-8', ({ record, hash }, options) =>
  cefLine(recordFacts(record, hash), options),
);

function cefLine(facts: RecordFacts, options: ExportOptions): string {
  const header = [
    'CEF:0',
    'Keyward',
    'Keyward',
    options.productVersion,
    facts.type,
    titleOf(facts.type),
    SEVERITY[severityOf(facts)],
  ];
  const all = [...extensionOf(facts, options), ...ownExtension(facts)];
  const extension = all.filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  return `${header.map(escapeHeader).join('|')}|${extension.map(([key, value]) => `${key}=${escapeValue(value)}`).join(' ')}`;
}

function extensionOf(
  facts: RecordFacts,
  { hostname }: ExportOptions,
): readonly [string, string | number | undefined][] {
  const { actor, agent, client, item, request, vault } = facts;
  return [
    ['rt', facts.atMs],
    ['externalId', facts.seq],
    ['suid', actor?.id],
    ['suser', actor?.name],
    ['duid', agent?.id],
    ['duser', agent?.name],
    ['dvchost', hostname],
    ['spid', facts.pid],
    ['src', facts.remoteAddress],
    ['requestMethod', request?.method],
    ['request', request?.url],
    ['dhost', request?.host],
    ['dpt', request?.port],
    ['app', request?.scheme],
    ['requestClientApplication', client?.name],
    ['outcome', facts.result],
    ['reason', facts.code],
    ['cn1Label', facts.status === undefined ? undefined : 'httpStatus'],
    ['cn1', facts.status],
    ...custom(1, 'item', item?.name ?? item?.id),
    ...custom(2, 'vault', vault?.name ?? vault?.id),
    ...custom(3, 'callId', facts.callId),
    ...custom(4, 'grantId', facts.grantId),
    ...custom(5, 'connectionId', facts.connectionId),
    ...custom(6, 'recordSha256', facts.hash),
    ['msg', sentenceOf(facts)],
  ];
}

// Keys of CEF are letters and digits: `session.mcp_session` is `keywardSessionMcpSession`. No two are the same.
function ownExtension(facts: RecordFacts): readonly [string, string][] {
  const used = new Map<string, number>();
  return ownPairs(facts, 'cef').map(([name, value]) => {
    const key = `keyward${name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase())}`;
    const count = used.get(key) ?? 0;
    used.set(key, count + 1);
    return [count === 0 ? key : `${key}x${count}`, String(value)];
  });
}

function custom(number: number, label: string, value: string | undefined): readonly [string, string | undefined][] {
  return value === undefined
    ? []
    : [
        [`cs${number}Label`, label],
        [`cs${number}`, value],
      ];
}

function escapeHeader(value: string | number): string {
  return String(value).replace(/[\\|]/g, '\\$&');
}

// Line breaks are gone already: every text in the facts is printable. A pipe ends nothing here.
function escapeValue(value: string | number): string {
  return String(value).replace(/[\\=]/g, '\\$&');
}
