import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { EXPORT_FORMATS } from '../../src/siem/index.ts';
import { silentLogger, systemClock } from '../../src/core/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { builtProgram } from '../support/built-program.ts';
import { openCommandLine, type CommandLine } from '../support/command-line.ts';
import { startKeyward, type Keyward } from '../support/keyward.ts';
import { SERVER_TLS } from '../support/lab/certificates.ts';
import { makeFolder } from '../support/vault-kit.ts';

const TRANSPORT = fileURLToPath(new URL('../fixtures/line-transport.mjs', import.meta.url));
const AUTHORITY = fileURLToPath(new URL('../support/lab/certificates/authority.pem', import.meta.url));
const TOKEN = 'kw-test-collector-token-not-a-secret';

const records = z.array(z.looseObject({ seq: z.number(), type: z.string() }));
const findings = z.array(z.object({ check: z.string(), status: z.string(), message: z.string() }));
const line = z.looseObject({ seq: z.number(), type: z.string() });

async function configure({ home }: Pick<Keyward, 'home'>, sinks: readonly unknown[], more: object = {}): Promise<void> {
  await writeFile(join(home, 'config.json'), JSON.stringify({ audit: { ...more, sinks } }), { mode: 0o600 });
}

interface Taken {
  readonly body: string;
  readonly authorization: string | undefined;
}

interface Collector {
  readonly url: string;
  readonly taken: Taken[];
  /** What it answers from now on. */
  status: number;
}

/** A log collector that keeps what it takes. */
async function collector(): Promise<Collector> {
  const made: { taken: Taken[]; status: number; url: string } = { taken: [], status: 200, url: '' };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { authorization } = request.headers;
      if (made.status === 200) made.taken.push({ body, authorization });
      response.writeHead(made.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  made.url = `http://127.0.0.1:${portOf(server.address())}/in`;
  return made;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const seqsOf = (text: string): readonly number[] =>
  text
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => line.parse(JSON.parse(each)).seq);

const oneTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

async function lastOf(keyward: Pick<CommandLine, 'json'>): Promise<number> {
  return records.parse(await keyward.json(['audit', 'list', '--limit', '1']))[0]?.seq ?? 0;
}

describe('keyward audit send', () => {
  it('sends what there is to every sink, once, and says how far each has come', async () => {
    const keyward = await openCommandLine();
    const siem = await collector();
    const path = join(keyward.home, 'out.jsonl');
    await configure(keyward, [
      { name: 'siem', kind: 'http', url: siem.url, format: 'ocsf' },
      { name: 'disk', kind: 'file', path },
    ]);
    await keyward.json(['vault', 'create', 'one']);
    const last = await lastOf(keyward);
    expect(await keyward.json(['audit', 'send', '--once'])).toEqual([
      { name: 'siem', turn: 'done', taken: last, behind: 0, code: null },
      { name: 'disk', turn: 'done', taken: last, behind: 0, code: null },
    ]);
    await keyward.json(['audit', 'send', '--once']);
    expect(seqsOf(await readFile(path, 'utf8'))).toEqual(oneTo(last));
    expect(siem.taken).toHaveLength(1);
    expect(siem.taken[0]?.body).toContain('"class_uid":3004');
  });

  it('fails with exit code 7 while a sink is down, and leaves nothing out when it is back', async () => {
    const keyward = await openCommandLine();
    const siem = await collector();
    siem.status = 503;
    await configure(keyward, [{ name: 'siem', kind: 'http', url: siem.url }]);
    await keyward.json(['vault', 'create', 'one']);
    const failed = await keyward.cli(['audit', 'send', '--once']);
    expect(failed.code).toBe(7);
    expect(failed.stdout).toContain('SINK_REFUSED');
    const [found] = findings.parse(await keyward.json(['doctor'])).filter(({ check }) => check === 'sink: siem');
    expect(found).toMatchObject({ status: 'warn', message: expect.stringContaining('takes nothing since') });
    await keyward.json(['vault', 'create', 'two']);
    siem.status = 200;
    await keyward.json(['audit', 'send', '--once']);
    expect(siem.taken.flatMap(({ body }) => seqsOf(body))).toEqual(oneTo(await lastOf(keyward)));
    const [ok] = findings.parse(await keyward.json(['doctor'])).filter(({ check }) => check === 'sink: siem');
    expect(ok).toMatchObject({ status: 'ok', message: expect.stringContaining('to go: 0') });
  });

  it('shows the collector a token from a reference, which is recorded, or from a private file, and prints it nowhere', async () => {
    const keyward = await openCommandLine();
    const siem = await collector();
    await keyward.json(['vault', 'create', 'ops']);
    await keyward.json(['item', 'create', 'ops/collector'], TOKEN);
    const file = join(keyward.home, 'collector.token');
    await writeFile(file, `${TOKEN}\n`, { mode: 0o600 });
    const outputs: string[] = [];
    for (const secret of ['op://ops/collector/credential', file]) {
      await configure(keyward, [{ name: 'siem', kind: 'http', url: siem.url, auth: { secret } }]);
      await keyward.json(['vault', 'create', `v${siem.taken.length}`]);
      const { code, stdout, stderr } = await keyward.cli(['audit', 'send', '--once', '--json']);
      expect(code).toBe(0);
      outputs.push(stdout, stderr);
    }
    expect(siem.taken.map(({ authorization }) => authorization)).toEqual(siem.taken.map(() => `Bearer ${TOKEN}`));
    const resolved = records.parse(await keyward.json(['audit', 'list', '--item', 'collector', '--limit', '9']));
    expect(resolved[0]).toMatchObject({ type: 'item.resolved', session: { tool: 'audit sink' } });
    for (const text of [...outputs, ...siem.taken.map(({ body }) => body)]) expect(text).not.toContain(TOKEN);
  });

  it('takes no token from a file that others can read', async () => {
    const keyward = await openCommandLine();
    const siem = await collector();
    const file = join(await makeFolder(), 'collector.token');
    await writeFile(file, TOKEN);
    await chmod(file, 0o644);
    await configure(keyward, [{ name: 'siem', kind: 'http', url: siem.url, auth: { secret: file } }]);
    await keyward.json(['vault', 'create', 'one']);
    expect((await keyward.cli(['audit', 'send', '--once'])).stdout).toContain('VAULT_FOLDER_UNSAFE');
    expect(siem.taken).toHaveLength(0);
  });

  it('has every format that an export has', async () => {
    const keyward = await openCommandLine();
    const sinks = EXPORT_FORMATS.map(({ name }) => ({
      name,
      kind: 'file',
      path: join(keyward.home, name),
      format: name,
    }));
    await configure(keyward, sinks);
    await keyward.json(['vault', 'create', 'one']);
    expect((await keyward.cli(['audit', 'send', '--once'])).code).toBe(0);
    for (const { path } of sinks) expect(await readFile(path, 'utf8')).not.toBe('');
  });

  it('speaks syslog over TLS, to a server that it can tell from others only', async () => {
    const keyward = await openCommandLine();
    let received = '';
    const server = createTlsServer(SERVER_TLS, (socket) => {
      socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const sink = { name: 'logs', kind: 'syslog', host: '127.0.0.1', port: portOf(server.address()) };
    await configure(keyward, [sink]);
    await keyward.json(['vault', 'create', 'one']);
    expect((await keyward.cli(['audit', 'send', '--once'])).stdout).toContain('OUTBOUND_TLS_FAILED');
    expect(received).toBe('');
    await configure(keyward, [{ ...sink, ca: AUTHORITY }]);
    const [sent] = z.array(z.object({ taken: z.number() })).parse(await keyward.json(['audit', 'send', '--once']));
    expect(received.match(/\d+ <1\d\d>1 /g)).toHaveLength(sent?.taken ?? 0);
  });

  it('counts nothing as taken that a syslog server broke off', async () => {
    const keyward = await openCommandLine();
    const server = createTlsServer(SERVER_TLS);
    server.on('connection', (raw: Socket) => {
      server.once('secureConnection', (socket) => socket.once('data', () => raw.resetAndDestroy()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const port = portOf(server.address());
    await configure(keyward, [{ name: 'logs', kind: 'syslog', host: '127.0.0.1', port, ca: AUTHORITY }]);
    await keyward.json(['vault', 'create', 'one']);
    expect((await keyward.cli(['audit', 'send', '--once'])).code).toBe(7);
    expect(findings.parse(await keyward.json(['doctor'])).find(({ check }) => check === 'sink: logs')).toMatchObject({
      message: expect.stringContaining('has taken nothing yet'),
    });
  });

  it('runs a pino transport', async () => {
    const keyward = await openCommandLine();
    const path = join(keyward.home, 'pino.log');
    await configure(keyward, [{ name: 'pino', kind: 'pino', target: TRANSPORT, options: { path } }]);
    await keyward.json(['vault', 'create', 'one']);
    expect(await keyward.json(['audit', 'send', '--once'])).toMatchObject([{ turn: 'done', behind: 0 }]);
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, name: 'keyward', keyward: { seq: 1 } });
    expect(lines).toHaveLength(await lastOf(keyward));
  });

  it('says so when a pino transport is not there', async () => {
    const keyward = await openCommandLine();
    await configure(keyward, [{ name: 'pino', kind: 'pino', target: '/nowhere/transport.mjs' }]);
    await keyward.json(['vault', 'create', 'one']);
    const { code, stdout } = await keyward.cli(['audit', 'send', '--once']);
    expect({ code, stdout }).toMatchObject({ code: 7, stdout: expect.stringContaining('SINK_REFUSED') });
  });

  it.each([
    ['no sinks', []],
    [
      'two of a name',
      [
        { name: 'a', kind: 'file', path: '/a' },
        { name: 'a', kind: 'file', path: '/b' },
      ],
    ],
    ['a relative path', [{ name: 'a', kind: 'file', path: 'here' }]],
    ['a name that leads elsewhere', [{ name: '../a', kind: 'file', path: '/a' }]],
    ['the secret itself', [{ name: 'a', kind: 'http', url: 'https://siem.test', auth: { secret: TOKEN } }]],
    ['a format that is none', [{ name: 'a', kind: 'file', path: '/a', format: 'xml' }]],
    ['a password in an address', [{ name: 'a', kind: 'http', url: 'https://me:secret@siem.test' }]],
  ])('refuses %s', async (_case, sinks) => {
    const keyward = await openCommandLine();
    await configure(keyward, sinks);
    const { code, stderr } = await keyward.cli(['audit', 'send', '--once']);
    expect(code).toBe(2);
    expect(stderr).not.toContain(TOKEN);
  });
});

/** What a minute does: the lease of the process that was killed is anybody's. */
async function untilTheLeaseRanOut({ home }: Keyward): Promise<void> {
  const storage = await openStorage({ folder: home, logger: silentLogger });
  const lease = { name: 'sink siem', holder: 'a minute later', nowMs: systemClock.now() + 60_001, forMs: 60_000 };
  await storage.audit.claimLease(lease);
  await storage.audit.releaseLease(lease.name, lease.holder);
  await storage.close();
}

describe('sinks of running servers', () => {
  const FLAGS = ['--url', 'http://127.0.0.1:9', '--auth', 'bearer', '--allow', 'GET /v1/**'];

  it('get every record once from several processes, also those of the end', async () => {
    const keyward = await startKeyward();
    const siem = await collector();
    await configure(keyward, [{ name: 'siem', kind: 'http', url: siem.url }]);
    const token = await keyward.prepare({ title: 'service', secret: 'kw-test-not-a-secret', flags: FLAGS });
    const sessions = await Promise.all([keyward.connect({ token }), keyward.connect({ token })]);
    await Promise.all(sessions.map(async (session) => session.call('list_items', {})));
    await expect.poll(() => siem.taken.length, { timeout: 20_000 }).toBeGreaterThan(0);
    for (const session of sessions) await session.client.close();
    await expect
      .poll(async () => siem.taken.flatMap(({ body }) => seqsOf(body)).at(-1), { timeout: 20_000 })
      .toBe(await lastOf(keyward));
    const sent = siem.taken.flatMap(({ body }) => seqsOf(body));
    expect(sent).toEqual(oneTo(sent.at(-1) ?? 0));
  });

  it('lose nothing when the server is killed again and again and the sink is down in between', async () => {
    const keyward = await startKeyward();
    const siem = await collector();
    await configure(keyward, [{ name: 'siem', kind: 'http', url: siem.url }]);
    for (let round = 0; round < 4; round += 1) {
      siem.status = round % 2 === 0 ? 200 : 503;
      const child = spawn(process.execPath, [builtProgram(), 'serve', '--port', '0', '--json'], { env: keyward.env });
      await once(child.stdout, 'data');
      await keyward.here.json(['vault', 'create', `v${round}`]);
      if (round === 0) await expect.poll(() => siem.taken.length, { timeout: 20_000 }).toBeGreaterThan(0);
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    siem.status = 200;
    await untilTheLeaseRanOut(keyward);
    expect((await keyward.here.cli(['audit', 'send', '--once'])).code).toBe(0);
    const seen = new Set(siem.taken.flatMap(({ body }) => seqsOf(body)));
    expect([...seen].toSorted((a, b) => a - b)).toEqual(oneTo(await lastOf(keyward)));
  });

  it('are told of an alert, and a webhook of nothing else', async () => {
    const keyward = await startKeyward();
    const [siem, chat] = [await collector(), await collector()];
    await configure(
      keyward,
      [
        { name: 'siem', kind: 'http', url: siem.url },
        { name: 'chat', kind: 'webhook', url: chat.url },
      ],
      { watch: { every_seconds: 1 } },
    );
    const flags = [...FLAGS, '--honey'];
    const token = await keyward.prepare({ title: 'bait', secret: 'kw-test-not-a-secret', flags });
    const session = await keyward.connect({ token });
    await session.call('http_get', { item: 'bait', url: 'http://127.0.0.1:9/v1/x' });
    await expect.poll(() => chat.taken.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const messages = chat.taken.map(({ body }) => JSON.parse(body));
    expect(messages).toContainEqual(
      expect.objectContaining({
        rule: 'honey',
        text: expect.stringMatching(/^Anomaly raised: .*bait/),
        type: 'anomaly.raised',
      }),
    );
    await expect
      .poll(() => siem.taken.map(({ body }) => body).join(''), { timeout: 20_000 })
      .toContain('anomaly.raised');
    expect((await session.call('list_items', {})).isError).toBe(true);
  });
});

describe('following the trail', () => {
  it.each([
    ['audit list --follow', ['audit', 'list', '--follow', '--json']],
    ['audit tail', ['audit', 'tail', '--json']],
    ['audit export --follow', ['audit', 'export', '--follow']],
  ])('%s goes on with what is recorded until it is stopped', async (_name, args) => {
    const keyward = await startKeyward();
    await keyward.here.json(['vault', 'create', 'one']);
    const child = spawn(process.execPath, [builtProgram(), ...args], { env: keyward.env });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    await expect.poll(() => shown, { timeout: 20_000 }).toContain('vault.created');
    await keyward.here.json(['vault', 'create', 'two']);
    await expect.poll(() => shown, { timeout: 20_000 }).toContain('"name":"two"');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(seqsOf(shown)).toEqual(oneTo(await lastOf(keyward.here)));
  });
});
