import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { builtProgram } from '../support/built-program.ts';
import { startKeyward, type Keyward } from '../support/keyward.ts';
import { startCanary, startHttpPeer, type HttpPeer } from '../support/lab/http-peer.ts';
import { startServe } from '../support/serve.ts';
import { TOOLS } from '../../src/mcp/index.ts';
import { startDriver } from './driver.ts';
import { whyNotInstalled } from './installed.ts';
import { CLIENTS, type InteropClient, type Run } from './matrix.ts';

const skipped = whyNotInstalled();

const RUNS = CLIENTS.flatMap((client) => client.runs.map((run) => ({ ...client, ...run })));

describe.skipIf(skipped !== undefined)(`real clients${skipped === undefined ? '' : ` (skipped: ${skipped})`}`, () => {
  it.each(RUNS)(
    '$label over $transport, $mode: lists, gets, is denied, cancels',
    async (run) => {
      const keyward = await startKeyward();
      const upstream = await startSlowPeer();
      const elsewhere = await startCanary();
      const flags = ['--url', upstream.origin, '--auth', 'bearer'];
      const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
      const driver = startDriver({
        client: run.program,
        transport: run.transport,
        mode: run.mode,
        ...(await wayIn(keyward, token, run)),
        origin: upstream.origin,
        elsewhere: elsewhere.origin,
      });

      const listed = await driver.next('listed');
      const got = await driver.next('got');
      const denied = await driver.next('denied');
      await Promise.race([upstream.reached, driver.ended]);
      driver.go();
      const cancelled = await driver.next('cancelled');
      if (run.cancels === 'at once') await upstream.dropped;
      const wentOn = await driver.next('went on');
      driver.go();
      expect(await driver.ended).toBe(0);
      if (run.cancels === 'not') upstream.finish();
      await upstream.dropped;

      expect(listed.tools).toEqual(TOOLS.map(({ name }) => name));
      expect(plain(listed.items.text)).toContain('"title":"api"');
      expect(plain(got.text)).toContain('"status":200');
      expect(plain(denied.text)).toContain('POLICY_ORIGIN_NOT_BOUND');
      expect(cancelled.kind).toBe('error');
      expect(plain(wentOn.text)).toContain('"title":"api"');
      // The service has seen the credential; the client has seen nothing of it, and no other host has been asked.
      expect(upstream.seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
        ['/v1/me', `Bearer ${CANARY}`],
        ['/v1/slow', `Bearer ${CANARY}`],
      ]);
      expect(JSON.stringify([listed, got, denied, cancelled, wentOn])).not.toContain(CANARY);
      expect(elsewhere.connections()).toBe(0);
      const last = run.cancels === 'not' ? 'ok' : 'OUTBOUND_CANCELLED';
      const calls = ['ok', 'POLICY_ORIGIN_NOT_BOUND', last];
      await expect.poll(async () => callsOf(keyward), { timeout: 30_000 }).toEqual(calls);
      await expectSpoken(keyward, run);
      // A server over stdio ends with its client, also with one that does not wait for it.
      if (run.transport === 'stdio') {
        const pids = await serversOf(keyward);
        await expect.poll(() => pids.filter(isAlive), { timeout: 30_000 }).toEqual([]);
      }
    },
    240_000,
  );

  it('MCP SDK v2 over sse, pinned to 2026-07-28: finds no such era there and does not connect', async () => {
    const keyward = await startKeyward();
    const flags = ['--url', 'https://api.example.com', '--auth', 'bearer'];
    const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
    const run = { transport: 'sse', mode: 'modern' } as const;
    const driver = startDriver({ client: 'sdk-v2', ...run, ...(await wayIn(keyward, token, run)) });

    await expect(driver.next('listed')).rejects.toThrow('the client ended before it said "listed"');
    expect((await recordsOf(keyward)).filter(({ type }) => type.startsWith('call.'))).toEqual([]);
  });
});

/** How a client is told of the server: as a program to start, or by its address and a token. */
async function wayIn(keyward: Keyward, token: string, { transport }: Pick<Run, 'transport'>): Promise<object> {
  if (transport === 'stdio') {
    const env = { ...keyward.env, KEYWARD_SERVICE_ACCOUNT_TOKEN: token };
    return { server: { command: process.execPath, args: [builtProgram(), 'mcp'], env } };
  }
  const { url } = await startServe(keyward);
  const path = transport === 'sse' ? '/sse' : '/mcp';
  return { url: `${url}${path}`, headers: { Authorization: `Bearer ${token}` } };
}

interface Recorded {
  readonly type: string;
  readonly session: Readonly<Record<string, unknown>>;
  readonly outcome?: { readonly result: string; readonly code?: string };
}

/** Oldest first. */
async function recordsOf({ here }: Keyward): Promise<readonly Recorded[]> {
  return ((await here.json(['audit', 'list', '--limit', '1000'])) as Recorded[]).toReversed();
}

async function callsOf(keyward: Keyward): Promise<readonly string[]> {
  const outcomes = (await recordsOf(keyward)).filter(({ type }) => type === 'call.outcome' || type === 'call.denied');
  return outcomes.map(({ outcome }) => outcome?.code ?? outcome?.result ?? '');
}

// Every record of the client says truly how it came and what it spoke, one version from the first to the last.
async function expectSpoken(keyward: Keyward, run: InteropClient & Run): Promise<void> {
  const { transport, speaks, speaksInHaste = speaks } = run;
  const spoken = (await recordsOf(keyward))
    .filter(({ type }) => type.startsWith('call.'))
    .map(({ session }) => session);
  const version = spoken[0]?.['protocol_version'];
  const era = version === '2026-07-28' ? 'modern' : 'legacy';

  expect([speaks, speaksInHaste]).toContain(version);
  expect(spoken.length).toBeGreaterThan(3);
  for (const session of spoken) expect(session).toMatchObject({ transport, era, protocol_version: version });
}

async function serversOf(keyward: Keyward): Promise<readonly number[]> {
  const pids = (await recordsOf(keyward)).map(
    ({ session }) => (session['process'] as { pid?: number } | undefined)?.pid,
  );
  return [...new Set(pids)].filter((pid) => pid !== undefined && pid !== process.pid) as number[];
}

// A process that ended and that is not collected yet is still listed, as a zombie.
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${String(pid)}/stat`;
  return !(existsSync(stat) && /\) Z /.test(readFileSync(stat, 'latin1')));
}

// A JSON text in a JSON text, once or twice: quotes alone tell the difference.
function plain(text: string): string {
  return text.replaceAll('\\', '').replace(/": /g, '":');
}

interface SlowPeer extends HttpPeer {
  /** The slow request has come. */
  readonly reached: Promise<void>;
  /** It has ended. */
  readonly dropped: Promise<void>;
  /** Answer it. */
  finish(): void;
}

async function startSlowPeer(): Promise<SlowPeer> {
  let arrived = (): void => undefined;
  let gone = (): void => undefined;
  let finish = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrived = resolve));
  const dropped = new Promise<void>((resolve) => (gone = resolve));
  const peer = await startHttpPeer({
    answer: ({ path }, response) => {
      if (path !== '/v1/slow') {
        response.setHeader('content-type', 'application/json').end('{"me":"you"}');
        return;
      }
      finish = () => void response.end('late');
      void once(response, 'close').then(gone);
      arrived();
    },
  });
  return { ...peer, reached, dropped, finish: () => finish() };
}
