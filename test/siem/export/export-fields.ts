import { findExportFormat } from '../../../src/siem/index.ts';

/** Reads a line of a format back into its fields, as a collector does. */
export function createReader(format: string): (line: string) => ReadonlyMap<string, string> {
  if (format === 'cef') return cefFields;
  if (format === 'syslog') return syslogFields;
  if (format === 'csv') return csvFields;
  return format === 'otlp' ? otlpFields : (line) => new Map(jsonFields(JSON.parse(line)));
}

// Names in front of their dots, and for each also the whole of what lies below.
function jsonFields(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  const below = Object.entries(value).flatMap(([key, inner]) =>
    jsonFields(inner, Array.isArray(value) ? path : path === '' ? key : `${path}.${key}`),
  );
  return Array.isArray(value) ? [[path, below.map(([, text]) => text).join(' ')]] : below;
}

function otlpFields(line: string): ReadonlyMap<string, string> {
  const [{ resource, scopeLogs }] = JSON.parse(line).resourceLogs;
  const [log] = scopeLogs[0].logRecords;
  const all = [...resource.attributes, ...log.attributes] as readonly { key: string; value: object }[];
  const own = ['body', 'eventName', 'timeUnixNano', 'traceId', 'spanId'] as const;
  return new Map([
    ...all.map(({ key, value }) => [key, String(Object.values(value)[0])] as const),
    ...own.map((name) => [name, name === 'body' ? String(log.body.stringValue) : String(log[name])] as const),
  ]);
}

function cefFields(line: string): ReadonlyMap<string, string> {
  const header =
    /^CEF:0\|(?:[^|\\]|\\.)*\|(?:[^|\\]|\\.)*\|(?:[^|\\]|\\.)*\|((?:[^|\\]|\\.)*)\|(?:[^|\\]|\\.)*\|[0-9]+\|/.exec(
      line,
    );
  const extension = line.slice(header?.[0].length).trimEnd();
  const parts = extension.split(/(?:^| )([A-Za-z0-9]+)(?<!\\)=/);
  const fields = new Map([['type', header?.[1] ?? '']]);
  for (let at = 1; at < parts.length; at += 2)
    fields.set(parts[at] ?? '', (parts[at + 1] ?? '').replace(/\\([\\=])/g, '$1'));
  return fields;
}

function syslogFields(line: string): ReadonlyMap<string, string> {
  const [, host, type, elements, message] =
    /^<[0-9]+>1 \S+ (\S+) keyward \S+ (\S+) ((?:\[(?:[^\]"]|"(?:[^"\\\]]|\\.)*")*\])+) \ufeff(.*)$/u.exec(
      line.trimEnd(),
    ) ?? [];
  const parameters = [...(elements ?? '').matchAll(/ ([^ =\]"]{1,32})="((?:[^"\\\]]|\\.)*)"/g)];
  return new Map([
    ['HOSTNAME', host ?? ''],
    ['MSGID', type ?? ''],
    ['MSG', message ?? ''],
    ['HEADER', line.split(' [')[0] ?? ''],
    ...parameters.map(([, name = '', value = '']) => [name, value.replace(/\\(["\\\]])/g, '$1')] as const),
  ]);
}

function csvFields(line: string): ReadonlyMap<string, string> {
  const cells = [...line.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
  return new Map(csvColumns().map((name, index) => [name, cells[index] ?? '']));
}

function csvColumns(): readonly string[] {
  return findExportFormat('csv')?.header?.().trimEnd().split(',') ?? [];
}
