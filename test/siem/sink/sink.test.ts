import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Batch,
  type SinkDeps,
  createSink,
  EXPORT_FORMATS,
  fileSender,
  httpSender,
  otlpSender,
  pinoSender,
  type Send,
  sinkStateFile,
  syslogSender,
  webhookSender,
} from '../../../src/siem/index.ts';
import { createAuditTrail, createLease } from '../../../src/audit/index.ts';
import { quoteUntrusted } from '../../../src/core/index.ts';
import { cef } from '../../../src/siem/export/cef.ts';
import { csv } from '../../../src/siem/export/csv.ts';
import { jsonl } from '../../../src/siem/export/jsonl.ts';
import { otlp } from '../../../src/siem/export/otlp.ts';
import { syslog } from '../../../src/siem/export/syslog.ts';
import { newId, silentLogger, systemRandom } from '../../../src/core/index.ts';
import { NASTY } from '../export/nasty-record.ts';
import { fixture, intent, type Fixture } from '../../audit/trail-fixture.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-sink-'));
});

afterEach(async () => rm(folder, { recursive: true }));

const SESSION = { principal: { kind: 'watch' } } as const;

function sink(made: Fixture, more: Partial<SinkDeps> = {}) {
  return createSink({
    name: 'test',
    store: made.store,
    trail: made.trail,
    session: SESSION,
    clock: made.clock,
    logger: silentLogger,
    format: jsonl,
    productVersion: '1',
    states: sinkStateFile(folder, 'test'),
    lease: createLease({ ...made, name: 'sink test', random: systemRandom }),
    send: async () => undefined,
    ...more,
  });
}

const reached = async (): Promise<number> => (await sinkStateFile(folder, 'test').load()).taken?.seq ?? 0;

function anotherTrail({ store, clock }: Fixture): Fixture['trail'] {
  return createAuditTrail({ store, clock, random: systemRandom, logger: silentLogger });
}

async function record(made: Fixture, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => made.trail.record(intent(`call${index}`))));
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

describe('a sink', () => {
  it('sends everything once and in order while all goes well', async () => {
    const made = fixture();
    const path = join(folder, 'out.jsonl');
    const sending = sink(made, { send: fileSender(path) });
    await record(made, 450);
    expect(await sending.tick()).toBe('done');
    expect(await reached()).toBe(450);
    await record(made, 5);
    await sending.tick();
    await sending.tick();
    expect(await readFile(path, 'utf8')).toBe(made.store.rows.map((row) => `${row.record}\n`).join(''));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('loses nothing when the other side is down for an hour, and does not call on it all the time', async () => {
    const made = fixture();
    let down = true;
    let tries = 0;
    const taken: string[] = [];
    const send = async ({ text }: Batch): Promise<void> => {
      tries += 1;
      if (down) throw new Error('down');
      taken.push(...linesOf(text));
    };
    const sending = sink(made, { send });
    for (let second = 0; second < 3_600; second += 1) {
      if (second % 60 === 0) await record(made, 3);
      await sending.tick();
      made.clock.advance(1_000);
    }
    expect(tries).toBeLessThan(30);
    expect(await sinkStateFile(folder, 'test').load()).toMatchObject({ failing: { code: 'INTERNAL' } });
    down = false;
    made.clock.advance(300_000);
    expect(await sending.tick()).toBe('done');
    expect(taken).toEqual(made.store.rows.map((row) => row.record));
    expect((await sinkStateFile(folder, 'test').load()).failing).toBeUndefined();
  });

  it('sends a batch again after a crash before its position was stored, and never skips one', async () => {
    const made = fixture();
    await record(made, 3);
    const pages: string[] = [];
    const send = async ({ text }: Batch): Promise<void> => void pages.push(text);
    const states = sinkStateFile(folder, 'test');
    const forgetful = { load: states.load, save: async () => Promise.reject(new Error('killed')) };
    await states.save({ taken: { seq: 0, hash: '', atMs: 0 } });
    expect(await sink(made, { send, states: forgetful }).tick()).toBe('failed');
    made.clock.advance(60_001);
    await sink(made, { send }).tick();
    expect(pages).toHaveLength(2);
    expect(pages[1]).toBe(pages[0]);
  });

  it('stores its position after each batch, so that a failure repeats that batch and no other', async () => {
    const made = fixture();
    await record(made, 500);
    const firsts: number[] = [];
    const send = async ({ records }: Batch): Promise<void> => {
      firsts.push(records[0]?.record.seq ?? 0);
      if (firsts.length === 2) throw new Error('down');
    };
    const sending = sink(made, { send });
    await sending.tick();
    made.clock.advance(1_000);
    await sending.tick();
    expect(firsts).toEqual([1, 201, 201, 401]);
  });

  it('runs once at a time', async () => {
    const made = fixture();
    await record(made, 3);
    let calls = 0;
    const sending = sink(made, { send: async () => void (calls += 1) });
    await Promise.all([sending.tick(), sending.tick(), sending.tick()]);
    expect(calls).toBe(1);
  });

  it('is sent to by one process of several, and by another when that one is gone', async () => {
    const made = fixture();
    await record(made, 3);
    const senders: string[] = [];
    const [one, two] = ['one', 'two'].map((who) => sink(made, { send: async () => void senders.push(who) }));
    await one?.tick();
    expect(await two?.tick()).toBe('elsewhere');
    made.clock.advance(60_001);
    await record(made, 1);
    expect(await two?.tick()).toBe('done');
    expect(senders).toEqual(['one', 'two']);
  });

  it('stops between two batches when another process has taken over', async () => {
    const made = fixture();
    await record(made, 500);
    let batches = 0;
    const other = createLease({ ...made, name: 'sink test', random: systemRandom });
    const send = async (): Promise<void> => {
      batches += 1;
      made.clock.advance(60_001);
      await other.hold();
    };
    expect(await sink(made, { send }).tick()).toBe('elsewhere');
    expect(batches).toBe(1);
  });

  it('gives up a batch that is never answered, and tries again', async () => {
    const made = fixture();
    await record(made, 1);
    let aborted = 0;
    const send = ({ signal }: Batch): Promise<void> =>
      new Promise(() => signal.addEventListener('abort', () => (aborted += 1)));
    expect(await sink(made, { send, sendTimeoutMs: 1 }).tick()).toBe('failed');
    expect(aborted).toBe(1);
    expect(await sinkStateFile(folder, 'test').load()).toMatchObject({ failing: { code: 'OUTBOUND_TIMEOUT' } });
  });

  it('can begin with what is recorded from now on, and "now" does not move when it fails', async () => {
    const made = fixture();
    await record(made, 3);
    const taken: number[] = [];
    let down = true;
    const send = async ({ records }: Batch): Promise<void> => {
      if (down) throw new Error('down');
      taken.push(...records.map((each) => each.record.seq));
    };
    const sending = sink(made, { send, start: 'now' });
    await sending.tick();
    await record(made, 2);
    await sending.tick();
    down = false;
    made.clock.advance(60_000);
    await sending.tick();
    expect(taken).toEqual([4, 5]);
  });

  it('sends only what its filter lets through, and still moves on', async () => {
    const made = fixture();
    await record(made, 3);
    await made.trail.record({ type: 'anomaly.raised', session: SESSION, detail: { rule: 'honey', sentence: 'bait' } });
    await record(made, 2);
    const taken: number[] = [];
    const send = async ({ records }: Batch): Promise<void> =>
      void taken.push(...records.map((each) => each.record.seq));
    await sink(made, { send, filter: { types: ['anomaly.raised'] } }).tick();
    expect(taken).toEqual([4]);
    expect(await reached()).toBe(6);
  });

  it('raises an alarm and sends everything again when the trail was put back, and raises it once', async () => {
    const made = fixture();
    await record(made, 6);
    let down = false;
    const taken: number[] = [];
    const send = async ({ records }: Batch): Promise<void> => {
      if (down) throw new Error('down');
      taken.push(...records.map((each) => each.record.seq));
    };
    const sending = sink({ ...made, trail: anotherTrail(made) }, { send });
    await sending.tick();
    made.store.rows.splice(3);
    // By a process that knows nothing of what is gone: one that wrote it would stop.
    await record({ ...made, trail: anotherTrail(made) }, 5);
    down = true;
    for (let tries = 0; tries < 3; tries += 1) {
      await sending.tick();
      made.clock.advance(10_000);
    }
    const alarms = made.store.rows.filter(({ type }) => type === 'anomaly.raised');
    expect(alarms.map((row) => JSON.parse(row.record).detail)).toMatchObject([
      { rule: 'trail_rolled_back', place: 'sink test', size: 6 },
    ]);
    down = false;
    await sending.tick();
    expect(taken).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('goes on after what was pruned behind its back', async () => {
    const made = fixture();
    await record(made, 6);
    const taken: number[] = [];
    const send = async ({ records }: Batch): Promise<void> =>
      void taken.push(...records.map((each) => each.record.seq));
    const sending = sink(made, { send });
    await sending.tick();
    await record(made, 4);
    made.store.rows.splice(0, 7);
    await sending.tick();
    expect(taken).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10]);
  });

  it('does not take a damaged position for a new one', async () => {
    const made = fixture();
    await record(made, 1);
    await writeFile(join(folder, 'test.json'), 'nonsense');
    let sent = 0;
    expect(await sink(made, { send: async () => void (sent += 1) }).tick()).toBe('failed');
    expect(sent).toBe(0);
  });
});

describe('over HTTP a sink', () => {
  it('keeps what was not answered with success', async () => {
    const made = fixture();
    await record(made, 2);
    let status = 503;
    const bodies: string[] = [];
    const post = async ({ body, contentType }: { body: string; contentType: string }) => {
      expect(contentType).toBe('application/x-ndjson');
      bodies.push(body);
      return { status, body: '' };
    };
    const sending = sink(made, { send: httpSender('https://siem.test/in', post) });
    await sending.tick();
    expect(await reached()).toBe(0);
    status = 204;
    made.clock.advance(1_000);
    await sending.tick();
    expect(await reached()).toBe(2);
    expect(bodies[1]).toBe(bodies[0]);
  });

  it.each([
    [401, 'SINK_UNAUTHORIZED'],
    [500, 'SINK_REFUSED'],
    [301, 'SINK_REFUSED'],
  ])('answered with %i says %s', async (status, code) => {
    const made = fixture();
    await record(made, 1);
    await sink(made, { send: httpSender('https://siem.test/in', async () => ({ status, body: '' })) }).tick();
    expect(await sinkStateFile(folder, 'test').load()).toMatchObject({ failing: { code, status } });
  });

  it('that takes nothing for an hour raises one alert with the status, and another after it had recovered', async () => {
    const made = fixture();
    await record(made, 1);
    let status = 429;
    const sending = sink(made, { send: httpSender('https://siem.test/in', async () => ({ status, body: '' })) });
    const failFor = async (minutes: number): Promise<void> => {
      for (let minute = 0; minute < minutes; minute += 5) {
        await sending.tick();
        made.clock.advance(301_000);
      }
    };
    const alerts = () =>
      made.store.rows.filter(({ type }) => type === 'anomaly.raised').map((row) => JSON.parse(row.record).detail);
    await failFor(50);
    expect(alerts()).toEqual([]);
    await failFor(60);
    expect(alerts()).toMatchObject([{ rule: 'sink_failing', sink: 'test', code: 'SINK_REFUSED', status: 429 }]);
    status = 200;
    await failFor(5);
    status = 500;
    await record(made, 1);
    await failFor(90);
    expect(alerts()).toHaveLength(2);
  });

  it('leaves a collector alone for as long as it asks, up to five minutes', async () => {
    const made = fixture();
    await record(made, 1);
    let tries = 0;
    const post = async () => ({ status: (tries += 1) > 0 ? 503 : 0, body: '', retryAfterMs: 120_000 });
    const sending = sink(made, { send: httpSender('https://siem.test/in', post) });
    await sending.tick();
    made.clock.advance(119_000);
    expect(await sending.tick()).toBe('waiting');
    made.clock.advance(2_000);
    await sending.tick();
    expect(tries).toBe(2);
  });

  it('never sends a body that collectors find too large', async () => {
    const made = fixture();
    const detail = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`m${index}`, 'x'.repeat(1_000)]));
    for (let call = 0; call < 60; call += 1) await made.trail.record(intent(`call${call}`, { detail }));
    const sizes: number[] = [];
    const post = async ({ body }: { body: string }) => ({ status: sizes.push(body.length) > 0 ? 200 : 0, body: '' });
    await sink(made, { send: httpSender('https://siem.test/in', post) }).tick();
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(512 * 1024);
    expect(await reached()).toBe(60);
  });

  it.each(EXPORT_FORMATS.map((format) => [format.name, format] as const))('sends %s', async (_name, format) => {
    const made = fixture();
    await made.trail.record({ type: 'vault.created', session: SESSION, vault: { id: 'seen', name: 'seen' } });
    const posted: string[] = [];
    const post = async ({ body }: { body: string }) => ({ status: posted.push(body) > 0 ? 200 : 0, body: '' });
    await sink(made, { format, send: httpSender('https://siem.test/in', post) }).tick();
    expect(posted.join('')).toContain('seen');
    expect(await reached()).toBe(1);
  });

  it('tells an OpenTelemetry collector one request of JSON, and sends nothing again that it took in part', async () => {
    const made = fixture();
    await record(made, 2);
    const requests: { contentType: string; body: unknown }[] = [];
    const warnings: unknown[] = [];
    const post = async ({ body, contentType }: { body: string; contentType: string }) => {
      requests.push({ contentType, body: JSON.parse(body) });
      return { status: 200, body: '{"partialSuccess":{"rejectedLogRecords":"1"}}' };
    };
    const logger = { ...silentLogger, warn: (facts: object) => void warnings.push(facts) };
    await sink(made, { format: otlp, send: otlpSender('https://otel.test/v1/logs', post, logger) }).tick();
    expect(requests).toMatchObject([
      { contentType: 'application/json', body: { resourceLogs: [{ scopeLogs: [{ logRecords: [{}, {}] }] }] } },
    ]);
    expect(warnings).toEqual([{ rejected: 1 }]);
    expect(await reached()).toBe(2);
  });

  it('tells a webhook each alert by itself, in words and whole, under an id that stays', async () => {
    const made = fixture();
    const sentence = 'agent "desktop" used a decoy item';
    await made.trail.record({
      type: 'anomaly.raised',
      session: SESSION,
      call_id: 'a1',
      detail: { rule: 'honey', sentence },
    });
    await made.trail.record({
      type: 'anomaly.raised',
      session: SESSION,
      call_id: 'a2',
      detail: { rule: 'idle', sentence },
    });
    const posts: { id: string | undefined; body: Record<string, unknown> }[] = [];
    const post = async ({ body, headers }: { body: string; headers?: Readonly<Record<string, string>> }) => {
      posts.push({ id: headers?.['webhook-id'], body: JSON.parse(body) });
      return { status: posts.length === 2 ? 500 : 200, body: '' };
    };
    const sending = sink(made, { send: webhookSender('https://chat.test/hook', post), batchRecords: 1 });
    await sending.tick();
    made.clock.advance(1_000);
    await sending.tick();
    expect(posts.map(({ body }) => body['id'])).toEqual(['a1', 'a2', 'a2']);
    expect(posts[0]?.body).toMatchObject({
      text: `Anomaly raised: ${sentence}`,
      rule: 'honey',
      record: { seq: 1 },
    });
    expect(posts[2]?.id).toBe(posts[1]?.id);
    expect(posts[1]?.id).not.toBe(posts[0]?.id);
  });
});

describe('over syslog a sink', () => {
  async function framesOf(format: typeof syslog): Promise<readonly string[]> {
    const made = fixture();
    await made.trail.record(intent('call', { item: { id: 'i', title: 'schlüssel' } }));
    await record(made, 1);
    let written = Buffer.alloc(0);
    const deliver = async (bytes: Uint8Array) => void (written = Buffer.concat([written, bytes]));
    await sink(made, { format, send: syslogSender(deliver, { format, productVersion: '1' }) }).tick();
    const frames: string[] = [];
    while (written.length > 0) {
      const space = written.indexOf(' ');
      const length = Number(written.subarray(0, space).toString());
      frames.push(written.subarray(space + 1, space + 1 + length).toString());
      written = written.subarray(space + 1 + length);
    }
    return frames;
  }

  it('frames each message with its length in bytes', async () => {
    expect(await framesOf(syslog)).toEqual([
      expect.stringMatching(/^<110>1 .*call\.intent .*schlüssel/),
      expect.stringMatching(/^<110>1 .*call\.intent/),
    ]);
  });

  it('puts a line of another format into a message', async () => {
    expect(await framesOf(cef)).toEqual([
      expect.stringMatching(/^<110>1 2026-11-23T12:00:00\.000Z - keyward [0-9-]+ call\.intent - CEF:0\|/),
      expect.stringContaining(' - CEF:0|'),
    ]);
  });
});

describe('a name that was chosen to do harm', () => {
  const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]/u;

  async function sentWith(name: string, makeSend: (outputs: string[]) => Send): Promise<readonly string[]> {
    const made = fixture();
    const sentence = `agent ${quoteUntrusted(name)} used item ${quoteUntrusted(name)}`;
    const item = { id: 'i1', title: name };
    await made.trail.record({ type: 'anomaly.raised', session: SESSION, item, detail: { rule: 'honey', sentence } });
    const outputs: string[] = [];
    await sink(made, { send: makeSend(outputs), states: sinkStateFile(folder, newId(systemRandom)) }).tick();
    return outputs;
  }

  it('cannot call sharedBroker of a chat system, or show a link in it', async () => {
    const name = '<!everyone> <https://evil.test|look>';
    const bodies = await sentWith(name, (outputs) =>
      webhookSender('https://chat.test/', async ({ body }) => ({ status: outputs.push(body) > 0 ? 200 : 0, body: '' })),
    );
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      text: expect.not.stringMatching(/[<>]/),
      record: { item: { title: name } },
    });
  });

  describe.each(Object.entries(NASTY))('with %s', (_case, name) => {
    it.each(EXPORT_FORMATS.map((format) => [format.name, format] as const))(
      'is one frame of syslog as %s, and no control character in it',
      async (_format, format) => {
        const frames = await sentWith(name, (outputs) =>
          syslogSender(async (bytes) => void outputs.push(Buffer.from(bytes).toString()), {
            format,
            productVersion: '1',
          }),
        );
        if (format.name === '1password') return expect(frames).toEqual([]);
        const [, length = '', message = ''] = /^([0-9]+) (<[0-9]+>1 .*)$/s.exec(frames.join('')) ?? [];
        expect(Buffer.byteLength(message)).toBe(Number(length));
        expect(message).not.toMatch(/[\n\r]/);
        if (format.name !== 'jsonl') expect(message).not.toMatch(CONTROL);
      },
    );

    it('is words without effect to a webhook, and one line of a log to a pino transport', async () => {
      const bodies = await sentWith(name, (outputs) =>
        webhookSender('https://chat.test/', async ({ body }) => ({
          status: outputs.push(body) > 0 ? 200 : 0,
          body: '',
        })),
      );
      expect(JSON.parse(bodies[0] ?? '').text).not.toMatch(CONTROL);
      const lines = await sentWith(name, (outputs) =>
        pinoSender(async () => ({ write: async (text) => void outputs.push(text) }), {
          format: jsonl,
          productVersion: '1',
        }),
      );
      expect(linesOf(lines.join(''))).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '').msg).not.toMatch(CONTROL);
    });
  });
});

describe('to a pino transport a sink', () => {
  it('gives lines of a pino log, and opens it anew after it failed', async () => {
    const made = fixture();
    await record(made, 1);
    const lines: string[] = [];
    let opened = 0;
    const open = async () => {
      opened += 1;
      if (opened === 1) throw new Error('cannot be loaded');
      return { write: async (text: string) => void lines.push(...linesOf(text)) };
    };
    const sending = sink(made, { send: pinoSender(open, { format: jsonl, productVersion: '1' }) });
    expect(await sending.tick()).toBe('failed');
    made.clock.advance(1_000);
    await sending.tick();
    await record(made, 1);
    await sending.tick();
    expect(opened).toBe(2);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 30, time: made.clock.now() - 1_000, keyward: { seq: 1, type: 'call.intent' } },
      { level: 30, keyward: { seq: 2 } },
    ]);
  });
});

describe('to a file a sink', () => {
  it('begins a table with its head, once, and a rotated file again', async () => {
    const made = fixture();
    const path = join(folder, 'out.csv');
    const sending = sink(made, { format: csv, send: fileSender(path) });
    await record(made, 1);
    await sending.tick();
    await record(made, 1);
    await sending.tick();
    const whole = linesOf(await readFile(path, 'utf8'));
    expect(whole).toHaveLength(3);
    await rename(path, `${path}.1`);
    await record(made, 1);
    await sending.tick();
    expect(linesOf(await readFile(path, 'utf8'))).toEqual([whole[0], expect.any(String)]);
  });

  it('takes away the half line that a killed process left, before it sends the batch again', async () => {
    const made = fixture();
    await record(made, 2);
    const path = join(folder, 'out.jsonl');
    await writeFile(path, `{"before":1}\n${made.store.rows[0]?.record.slice(0, 70)}`);
    await sink(made, { send: fileSender(path) }).tick();
    const expected = ['{"before":1}', ...made.store.rows.map((row) => row.record)];
    expect(linesOf(await readFile(path, 'utf8'))).toEqual(expected);
  });

  it('that cannot be written waits until it can', async () => {
    const made = fixture();
    await record(made, 1);
    const path = join(folder, 'there', 'out.jsonl');
    const sending = sink(made, { send: fileSender(path) });
    expect(await sending.tick()).toBe('failed');
    expect(await sinkStateFile(folder, 'test').load()).toMatchObject({ failing: { code: 'OUTPUT_UNWRITABLE' } });
    await mkdir(join(folder, 'there'));
    await chmod(join(folder, 'there'), 0o700);
    made.clock.advance(1_000);
    expect(await sending.tick()).toBe('done');
  });
});
