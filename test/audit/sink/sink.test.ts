import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type SinkDeps,
  createSink,
  fileCursor,
  fileSender,
  httpSender,
  syslogSender,
} from '../../../src/audit/index.ts';
import { jsonl } from '../../../src/audit/export/jsonl.ts';
import { syslog } from '../../../src/audit/export/syslog.ts';
import { silentLogger } from '../../../src/core/index.ts';
import { fixture, intent, type Fixture } from '../trail-fixture.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-sink-'));
});

afterEach(async () => rm(folder, { recursive: true }));

function sink(made: Fixture, more: Partial<SinkDeps> = {}) {
  return createSink({
    name: 'test',
    store: made.store,
    clock: made.clock,
    logger: silentLogger,
    format: jsonl,
    productVersion: '1',
    cursor: fileCursor(join(folder, 'cursor')),
    send: async () => undefined,
    ...more,
  });
}

async function record(made: Fixture, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => made.trail.record(intent(`call${index}`))));
}

describe('a sink', () => {
  it('sends everything once and in order while all goes well', async () => {
    const made = fixture();
    const path = join(folder, 'out.jsonl');
    const sending = sink(made, { send: fileSender(path) });
    await record(made, 450);
    expect(await sending.tick()).toBe(450);
    await record(made, 5);
    expect(await sending.tick()).toBe(455);
    await sending.tick();
    const kept = await readFile(path, 'utf8');
    expect(kept).toBe(made.store.rows.map((row) => `${row.record}\n`).join(''));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('loses nothing when the other side is down for an hour, and does not call on it all the time', async () => {
    const made = fixture();
    let down = true;
    let tries = 0;
    let taken = '';
    const send = async (text: string): Promise<void> => {
      tries += 1;
      if (down) throw new Error('down');
      taken += text;
    };
    const sending = sink(made, { send });
    for (let second = 0; second < 3_600; second += 1) {
      if (second % 60 === 0) await record(made, 3);
      await sending.tick();
      made.clock.advance(1_000);
    }
    expect(tries).toBeLessThan(30);
    down = false;
    made.clock.advance(300_000);
    await sending.tick();
    expect(taken.split('\n')).toHaveLength(181);
  });

  it('sends a page again after a crash, and never skips one', async () => {
    const made = fixture();
    await record(made, 3);
    const pages: string[] = [];
    const send = async (text: string): Promise<void> => void pages.push(text);
    const forgetful = { load: async () => 0, save: async () => Promise.reject(new Error('killed')) };
    await sink(made, { send, cursor: forgetful }).tick();
    await sink(made, { send }).tick();
    expect(pages).toHaveLength(2);
    expect(pages[1]).toBe(pages[0]);
  });

  it('runs once at a time', async () => {
    const made = fixture();
    await record(made, 3);
    let calls = 0;
    const sending = sink(made, { send: async () => void (calls += 1) });
    await Promise.all([sending.tick(), sending.tick(), sending.tick()]);
    expect(calls).toBe(1);
  });

  it('over HTTP keeps what was not answered with success', async () => {
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
    expect(await sending.tick()).toBe(0);
    status = 204;
    made.clock.advance(1_000);
    expect(await sending.tick()).toBe(2);
    expect(bodies[1]).toBe(bodies[0]);
  });

  it('for syslog over TLS frames each message with its length in bytes', async () => {
    const made = fixture();
    await made.trail.record(intent('call', { item: { id: 'i', title: 'schlüssel' } }));
    await record(made, 1);
    let written = Buffer.alloc(0);
    await sink(made, {
      format: syslog,
      send: syslogSender(async (bytes) => void (written = Buffer.concat([written, bytes]))),
    }).tick();
    for (let messages = 0; messages < 2; messages += 1) {
      const space = written.indexOf(' ');
      const length = Number(written.subarray(0, space).toString());
      expect(written.subarray(space + 1, space + 1 + length).toString()).toMatch(/^<110>1 .*call\.intent/);
      written = written.subarray(space + 1 + length);
    }
    expect(written).toHaveLength(0);
  });

  it('does not take a damaged cursor for a new one', async () => {
    const made = fixture();
    await record(made, 1);
    await writeFile(join(folder, 'cursor'), 'nonsense');
    await expect(fileCursor(join(folder, 'cursor')).load()).rejects.toMatchObject({ code: 'AUDIT_BROKEN' });
    let sent = 0;
    expect(await sink(made, { send: async () => void (sent += 1) }).tick()).toBe(0);
    expect(sent).toBe(0);
  });
});
