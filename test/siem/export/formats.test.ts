import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS, findExportFormat } from '../../../src/siem/index.ts';
import { ALL_TYPES, NASTY, recordOf } from './nasty-record.ts';
import { byDepth } from '../../support/depth.ts';

const OPTIONS = { productVersion: '1.2.3', hostname: 'box' };
// Everything that changes what is shown without being seen, and every control but the line end a format itself writes.
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

const encode = (name: string, ...records: ReturnType<typeof recordOf>[]): string =>
  findExportFormat(name)?.encode(records, OPTIONS) ?? '';
const linesOf = (text: string): string[] => text.split(/\r?\n/).slice(0, -1);

it('the formats are those that the command line names', () => {
  expect(EXPORT_FORMATS.map(({ name }) => name)).toEqual([
    'jsonl',
    'ocsf',
    'ecs',
    'cef',
    'otlp',
    'syslog',
    '1password',
    'csv',
  ]);
});

describe.each(EXPORT_FORMATS)('$name', (format) => {
  it.each(Object.entries(NASTY))('writes a name with %s on as many lines as any other name', (_case, text) => {
    const plain = format.encode([recordOf('call.outcome')], OPTIONS);
    const nasty = format.encode([recordOf('call.outcome', text)], OPTIONS);
    expect(linesOf(nasty)).toHaveLength(linesOf(plain).length);
    expect(nasty.endsWith('\n')).toBe(true);
  });

  it.skipIf(format.name === 'jsonl')('lets nothing through that cannot be seen', () => {
    for (const text of Object.values(NASTY)) {
      for (const type of ALL_TYPES) expect(format.encode([recordOf(type, text)], OPTIONS)).not.toMatch(HIDDEN);
    }
  });

  it('gives the same lines for records together and one by one, or one document for all', () => {
    const records = ALL_TYPES.map((type) => recordOf(type));
    const together = format.encode(records, OPTIONS);
    const oneByOne = records.map((record) => format.encode([record], OPTIONS)).join('');
    if (format.name === 'otlp') expect(linesOf(together)).toHaveLength(1);
    else expect(together).toBe(oneByOne);
    expect(format.encode([], OPTIONS)).toBe('');
  });
});

describe('jsonl', () => {
  it('is the record byte for byte', () => {
    const record = recordOf('call.outcome', NASTY['a line break']);
    expect(encode('jsonl', record)).toBe(`${record.text}\n`);
  });
});

describe.each(['ocsf', 'ecs', 'otlp', '1password'])('%s', (name) => {
  it('is JSON on every line, whatever the names are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALL_TYPES), fc.string({ unit: 'binary' }), (type, text) => {
        for (const line of linesOf(encode(name, recordOf(type, text)))) expect(JSON.parse(line)).toBeTypeOf('object');
      }),
      { numRuns: byDepth({ few: 20, everything: 100 }) },
    );
  });
});

describe('cef', () => {
  it('has seven pipes before the extension and the keys it means to have, whatever the names are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL_TYPES),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(NASTY))),
        (type, text) => {
          const line = encode('cef', recordOf(type, text)).trimEnd();
          const header = /^CEF:0\|Keyward\|Keyward\|1\.2\.3\|[a-z._]+\|[A-Za-z ]+\|[0-9]+\|(.*)$/.exec(line);
          expect(header).not.toBeNull();
          // A key is a word before an equals sign that is not escaped.
          const keys = [...(header?.[1] ?? '').matchAll(/(?:^| )([A-Za-z0-9]+)(?<!\\)=/g)].map(([, key]) => key);
          const plain = [...encode('cef', recordOf(type)).matchAll(/(?:\|| )([A-Za-z0-9]+)=/g)].map(([, key]) => key);
          expect(keys).toEqual(plain);
        },
      ),
    );
  });

  it('names who did what with which item', () => {
    const line = encode(
      'cef',
      recordOf('call.denied', 'stripe', { outcome: { result: 'denied', code: 'POLICY_ORIGIN_NOT_BOUND' } }),
    );
    expect(line).toContain(
      'CEF:0|Keyward|Keyward|1.2.3|call.denied|Credential use denied|6|rt=1795435200000 externalId=1 suid=agent1',
    );
    expect(line).toContain(' dhost=api.test dpt=8443 ');
    expect(line).toContain(' outcome=denied reason=POLICY_ORIGIN_NOT_BOUND ');
  });
});

describe('syslog', () => {
  // RFC 5424 section 6: header, one element of structured data, message.
  const MESSAGE =
    /^<(\d{1,3})>1 (\S+) (\S+) keyward (\S+) ([a-z._]+) \[keyward@32473((?: [A-Za-z_.]+="(?:[^"\\\]]|\\["\\\]])*")+)\] \ufeff(.*)$/u;

  it('is one RFC 5424 message with parameters that end where they should, whatever the names are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL_TYPES),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(NASTY))),
        (type, text) => {
          const found = MESSAGE.exec(encode('syslog', recordOf(type, text)).trimEnd());
          expect(found?.[5]).toBe(type);
          const names = [...(found?.[6] ?? '').matchAll(/ ([A-Za-z_.]+)="((?:[^"\\\]]|\\["\\\]])*)"/g)].map(
            ([, name]) => name,
          );
          expect(new Set(names).size).toBe(names.length);
          expect(names.slice(0, 2)).toEqual(['seq', 'hash']);
        },
      ),
    );
  });

  it('is of the facility for audits and as severe as what happened', () => {
    expect(encode('syslog', recordOf('call.outcome'))).toMatch(
      /^<110>1 2026-11-23T12:00:00\.000Z box keyward 42 call\.outcome /,
    );
    expect(encode('syslog', recordOf('anomaly.raised'))).toMatch(/^<105>1 /);
  });
});

describe('csv', () => {
  const cells = (line: string): string[] => {
    const out = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
    return out.map(([, quoteUntrusted, bare]) => quoteUntrusted?.replaceAll('""', '"') ?? bare ?? '');
  };
  const header = findExportFormat('csv')?.header?.().trimEnd() ?? '';

  it('has as many cells as columns, and no cell a spreadsheet would run, whatever the names are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(NASTY))), (text) => {
        const found = cells(encode('csv', recordOf('call.outcome', text)).trimEnd());
        expect(found).toHaveLength(cells(header).length);
        for (const cell of found) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});

describe('otlp', () => {
  it('is a request for /v1/logs with the names of the semantic conventions', () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const record = recordOf('call.outcome', 'stripe', {
      session: { principal: { kind: 'owner' }, transport: 'stdio', tool: 'http_get', trace },
    });
    const { resourceLogs } = JSON.parse(encode('otlp', record));
    const [log] = resourceLogs[0].scopeLogs[0].logRecords;
    expect(log).toMatchObject({
      timeUnixNano: '1795435200000000000',
      severityText: 'INFO',
      eventName: 'keyward.call.outcome',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
    });
    expect(log.attributes).toContainEqual({ key: 'gen_ai.tool.name', value: { stringValue: 'http_get' } });
    expect(log.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: '200' } });
    expect(log.attributes).toContainEqual({ key: 'network.transport', value: { stringValue: 'pipe' } });
  });
});

describe('1password', () => {
  it('is an item usage for a call that used one, and nothing for one that was denied', () => {
    const [line = ''] = linesOf(encode('1password', recordOf('call.outcome')));
    expect(JSON.parse(line)).toMatchObject({
      uuid: expect.stringMatching(/^[a-z2-7]{26}$/),
      timestamp: '2026-11-23T12:00:00.000Z',
      used_version: 3,
      vault_uuid: 'vault1',
      item_uuid: 'item1',
      action: 'server-fetch',
      user: { uuid: 'agent1', name: 'stripe', type: 'service_account' },
      client: { app_name: 'stripe' },
    });
    expect(encode('1password', recordOf('call.outcome', 'x', { outcome: { result: 'denied' } }))).toBe('');
    expect(encode('1password', recordOf('call.intent'))).toBe('');
  });

  it('is an audit event for a change', () => {
    const lines = linesOf(encode('1password', recordOf('vault.created')));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ action: 'create', object_type: 'vault' }]);
  });
});
