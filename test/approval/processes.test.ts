import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundleScript } from '../../scripts/bundle-script.mjs';
import { act, question } from '../support/approval-facts.ts';
import { openBench, permitOf } from '../support/approval-kit.ts';
import { temporaryFolder } from '../support/storage-kit.ts';

const PROCESSES = 3;
const CONSUMERS = 50;
const KILLS = Number(process.env['KEYWARD_TEST_KILLS'] ?? 20);

let script: string;
beforeAll(async () => void (script = await bundleScript(join(import.meta.dirname, 'children/spend-once.ts'))));

async function openUpstream() {
  let received = 0;
  const server = createServer((request, response) => {
    received += 1;
    request.resume();
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, received: () => received };
}

function startChild(args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(line));
  const closed = once(child, 'close');
  return {
    child,
    /** Resolves with the next line, or when the child has ended. */
    said: async (word: string) => {
      while (!lines.includes(word) && child.exitCode === null && child.signalCode === null) {
        await Promise.race([once(reader, 'line'), closed]);
      }
      return lines.includes(word);
    },
    ended: async () => {
      await closed;
      return { code: child.exitCode, errors, spent: lines.filter((line) => line === 'spent').length };
    },
  };
}

describe('several processes with one yes', () => {
  it(`send once between them, ${CONSUMERS} callers in ${PROCESSES} processes`, async () => {
    const folder = await temporaryFolder();
    const { answered, storage } = await openBench({ folder });
    const { id } = permitOf(await answered(true));
    const upstream = await openUpstream();
    const shares = Array.from({ length: PROCESSES }, (_, n) => Math.floor((CONSUMERS + n) / PROCESSES));
    expect(shares.reduce((sum, share) => sum + share)).toBe(CONSUMERS);
    const children = shares.map((share) => startChild([folder, id, upstream.url, String(share)]));
    for (const { said } of children) expect(await said('ready')).toBe(true);
    for (const { child } of children) child.stdin.end();
    const ends = await Promise.all(children.map(({ ended }) => ended()));
    expect(ends.map(({ code, errors }) => ({ code, errors }))).toEqual(shares.map(() => ({ code: 0, errors: '' })));
    expect(ends.reduce((sum, { spent }) => sum + spent, 0)).toBe(1);
    expect(upstream.received()).toBe(1);
    expect(await storage.audit.head()).toMatchObject({ seq: 1 });
  }, 60_000);
});

describe('a process killed between the use of a yes and the sending', () => {
  it(
    `leaves it used and recorded, and nothing sent, ${KILLS} times over`,
    async () => {
      const folder = await temporaryFolder();
      const { answered, approvals, storage } = await openBench({ folder });
      const upstream = await openUpstream();
      for (let round = 1; round <= KILLS; round += 1) {
        const permit = permitOf(await answered(true));
        const { child, ended, said } = startChild([folder, permit.id, upstream.url, '1', 'stop']);
        child.stdin.end();
        expect(await said('spent')).toBe(true);
        child.kill('SIGKILL');
        await ended();
        expect(child.signalCode).toBe('SIGKILL');
        expect(await storage.approvals.get(permit.id)).toMatchObject({ state: 'spent' });
        expect(await approvals.spend({ permit, act: act(), callId: 'again' })).toMatchObject({
          reason: 'already_used',
        });
        expect(await storage.audit.findOpenIntents(Number.MAX_SAFE_INTEGER)).toHaveLength(round);
      }
      expect(upstream.received()).toBe(0);
      expect(await approvals.ask(question())).toMatchObject({ kind: 'pending' });
    },
    30_000 + KILLS * 5_000,
  );
});
