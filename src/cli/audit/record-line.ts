import type { AuditRecord } from '../../audit/index.ts';
import type { Json } from '../../core/index.ts';

export const RECORD_HEADINGS = ['seq', 'time (UTC)', 'event', 'who', 'on what', 'outcome'];

/** One record as the columns of a table. Whatever is not there is left empty: it is text from a file. */
export function recordLine(record: AuditRecord): readonly string[] {
  return [
    String(record.seq),
    record.at.slice(0, 19).replace('T', ' '),
    eventOf(record),
    whoOf(record),
    subjectOf(record),
    outcomeOf(record),
  ];
}

function eventOf(record: AuditRecord): string {
  const change = textAt(record, 'detail', 'change');
  return change === '' ? record.type : `${record.type} ${change}`;
}

function whoOf(record: AuditRecord): string {
  const name = textAt(record, 'session', 'principal', 'name') || textAt(record, 'session', 'principal', 'kind');
  const client = textAt(record, 'session', 'client', 'name') || textAt(record, 'session', 'process', 'parent');
  return client === '' ? name : `${name} via ${client}`;
}

function subjectOf(record: AuditRecord): string {
  const item = textAt(record, 'item', 'title') || textAt(record, 'detail', 'title');
  const itemPath = [textAt(record, 'vault', 'name'), item].filter((part) => part !== '').join('/');
  // What an intent is about may have no id yet: then its name stands in the detail.
  const thing = itemPath || textAt(record, 'agent', 'name') || textAt(record, 'detail', 'name');
  const request = ['method', 'origin', 'path'].map((key) => textAt(record, 'request', key));
  const url = request[0] === '' ? '' : `${request[0]} ${request[1]}${request[2]}`;
  return [thing, url, textAt(record, 'detail', 'sentence')].filter((part) => part !== '').join('  ');
}

function outcomeOf(record: AuditRecord): string {
  const parts = ['result', 'code', 'status'].map((key) => textAt(record, 'outcome', key));
  const decision = textAt(record, 'detail', 'decision');
  return [...parts, decision].filter((part) => part !== '').join(' ');
}

/** The text or number at a path of keys of a record; empty when there is none. */
export function textAt(record: Json, ...path: readonly string[]): string {
  const found = path.reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), record);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
