import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { startHttpKit } from '../support/http-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startServe } from '../support/serve.ts';
import { createFixtureServer } from './conformance/fixture-server.ts';
import { startProxy } from './conformance/proxy.ts';
import { expectedFailuresOf, REVISIONS, runConformance, type Build } from './conformance/run-conformance.ts';
import { whyNotInstalled } from './installed.ts';

const BUILDS: readonly Build[] = ['served', 'fixtures'];
const skipped = whyNotInstalled();

describe.skipIf(skipped !== undefined).each(REVISIONS)(
  `the conformance suite for %s${because(skipped)}`,
  (revision) => {
    it('finds in `keyward serve` nothing missing but its own fixtures and what is refused by choice', async () => {
      const keyward = await startKeyward();
      const token = await keyward.prepare({
        title: 'api',
        secret: 'kwtest_this-one-is-never-used',
        flags: ['--url', 'https://api.example.com', '--auth', 'bearer'],
      });
      const proxy = await startProxy();
      const origin = `http://localhost:${String(proxy.port)}`;
      const { url } = await startServe(keyward, ['--allow-origin', origin]);
      proxy.forward({ url, token });

      const { code, output } = await runConformance(proxy.port, 'served', revision);

      expect([output, code]).toEqual([output, 0]);
    });

    it('passes whole behind our listener, tokens, sessions and transports, but for what is refused by choice', async () => {
      const proxy = await startProxy();
      const origin = `http://localhost:${String(proxy.port)}`;
      const kit = await startHttpKit({ listen: { allowOrigins: [origin] }, createMcpServer: createFixtureServer });
      proxy.forward({ url: kit.url, token: await kit.addAgent('conformance') });

      const { code, output } = await runConformance(proxy.port, 'fixtures', revision);

      expect([output, code]).toEqual([output, 0]);
    });
  },
);

describe.each(BUILDS.flatMap((build) => REVISIONS.map((revision) => [build, revision] as const)))(
  'what may fail: %s, %s',
  (build, revision) => {
    it('says why, and nothing but a missing fixture or a refusal by choice is a reason', async () => {
      const reasons = build === 'served' ? /^(?:fixture absent|refused by choice): / : /^refused by choice: /;
      const lines = (await readFile(expectedFailuresOf(build, revision), 'utf8')).split('\n');
      const entries = lines.filter((line) => line.startsWith('  - '));

      expect(entries.length).toBeGreaterThan(0);
      for (const entry of entries) expect(entry.split(' # ')[1] ?? entry).toMatch(reasons);
      for (const entry of entries.filter((line) => line.includes('by choice'))) {
        expect(entry).toMatch(/by choice: (?:sampling|roots|logging|tasks|subscriptions)\b/);
      }
    });
  },
);

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (skipped: ${reason})`;
}
