import { type AuditEvent, EVENT_TYPES, type EventType } from '../../../src/audit/index.ts';
import type { ExportRecord } from '../../../src/siem/export/export-format.ts';
import { chainRow, prepareLine } from '../../../src/audit/record-line.ts';
import { readRecord } from '../../../src/audit/record.ts';
import { START_MS } from '../../audit/trail-fixture.ts';

/** What an attacker might name an item to forge a line, hide a name, paint a terminal or run a formula. */
export const NASTY: Readonly<Record<string, string>> = {
  'a line break': 'stripe\nCEF:0|Forged|x|1|call.outcome|ok|0|',
  'a carriage return': 'stripe\r\n<110>1 forged',
  'line separators': 'stripe\u2028forged\u2029forged\u0085forged',
  pipes: 'stripe|ok|10|outcome=ok',
  'equals signs and backslashes': 'stripe\\ outcome=ok suser=owner \\',
  brackets: 'stripe"] [forged@1 x="y"',
  'ANSI escapes': 'stripe\u001b[2K\u001b[1A\u001b]0;title\u0007\u009b31m',
  'right-to-left marks': 'stripe\u202egpj.exe\u202c\u2066x\u2069\u200f',
  'zero-width characters': 'str\u200bi\u2060pe\ufeff',
  'tag characters': 'stripe\u{e0041}\u{e007f}',
  'a formula': '=HYPERLINK("http://x","y")',
  'a formula behind spaces': ' \t@SUM(1)',
  'commas and quotes': 'stripe","forged","',
  'a NUL': 'stripe\u0000forged',
  'half a character': 'stripe\ud800',
};

export const ALL_TYPES: readonly EventType[] = EVENT_TYPES;

/** A record in which every word of others is `text`. */
export function recordOf(type: EventType, text = 'stripe', more: Partial<AuditEvent> = {}): ExportRecord {
  const event: AuditEvent = {
    type,
    call_id: text,
    grant_id: text,
    session: {
      principal: { kind: 'agent', id: 'agent1', name: text },
      transport: 'stdio',
      connection_id: 'connection1',
      client: { name: text, version: text, claimed: true },
      tool: text,
      request_id: text,
      process: { pid: 42, ppid: 1, parent: text },
    },
    agent: { id: 'agent1', name: text },
    vault: { id: 'vault1', name: text },
    item: { id: 'item1', title: text, version: 3 },
    request: { method: 'GET', origin: 'https://api.test:8443', path: `/v1/${text}`, digest: 'd' },
    outcome: { result: 'ok', status: 200, duration_ms: 12.5 },
    detail: { sentence: text, rule: text, can: 'use' },
    ...more,
  };
  const { record: written, hash } = chainRow(prepareLine(event, START_MS), 'chain', undefined);
  const record = readRecord(written);
  if (record === undefined) throw new Error('the record cannot be read');
  return { record, text: written, hash };
}
