import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { act } from '../../support/approval-facts.ts';
import { accessibilityFaults, chromiumProgram, NO_CHROMIUM, openBrowser } from '../../support/chromium.ts';
import { openConsoleKit } from '../../support/console-kit.ts';

type Kit = Awaited<ReturnType<typeof openConsoleKit>>;

/** With this set, the pictures in docs/ are taken anew. */
const PICTURES = process.env['KEYWARD_TAKE_PICTURES'] === '1';
const PAGES = ['/', '/history', '/activity', '/agents', '/items', '/alerts', '/settings'];
/** Longer than the moment in which the console takes no click. */
const SOON = { timeout: 8_000 };
const WIDE = { width: 1100, height: 920 };
const PHONE = { width: 360, height: 780 };

interface Opened {
  readonly page: Page;
  /** What the browser complained of: violations of the policy, failed requests, exceptions. */
  readonly complaints: readonly string[];
}

async function openTab(kit: Kit, scheme: 'light' | 'dark', viewport = WIDE): Promise<Opened> {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport, colorScheme: scheme });
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  await page.goto(`${kit.console.url}/#${kit.console.issueCode()}`);
  await page.getByRole('heading', { name: 'Approvals', level: 1 }).waitFor();
  return { page, complaints };
}

async function askForRefund(kit: Kit): Promise<string> {
  return kit.ask({
    act: act({ body: '{"charge":"ch_3PqLx2","amount":1200}' }),
    display: {
      agent: 'claude-desktop',
      item: 'ai-agents/stripe',
      client: 'claude-ai 2.1',
      reason: 'The customer sent the shoes back and asked for the money.',
      registrableDomain: 'stripe.com',
      flags: ['the agent calls this host for the first time'],
    },
  });
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: join('docs/images', name) });
}

describe.skipIf(chromiumProgram === undefined)(
  `the console in Chromium${chromiumProgram === undefined ? ` (${NO_CHROMIUM})` : ''}`,
  () => {
    it('shows a request the moment it is made; a click approves it', async () => {
      const kit = await openConsoleKit();
      const { page, complaints } = await openTab(kit, 'light');
      expect(new URL(page.url()).hash).toBe('');
      await page.getByText('Nothing waits').waitFor();
      const id = await askForRefund(kit);
      const approve = page.getByRole('button', { name: 'Approve POST api.stripe.com/v1/refunds' });
      await approve.waitFor();
      expect(await page.locator('#pending').textContent()).toBe('1');
      expect(await page.evaluate<string>('document.activeElement.tagName')).not.toBe('BUTTON');
      await picture(page, 'console-approval.png');
      await expect
        .poll(async () => {
          if ((await page.getByRole('status').textContent())?.includes('Approved') !== true)
            await approve.click().catch(() => undefined);
          return (await kit.runtime.storage.approvals.get(id))?.state;
        }, SOON)
        .toBe('approved');
      await page.getByText('Nothing waits').waitFor();
      expect(await page.getByRole('status').textContent()).toContain('Approved');
      expect(complaints).toEqual([]);
    });

    it('sends nothing for a click within a moment of a change of the list', async () => {
      const kit = await openConsoleKit();
      const { page } = await openTab(kit, 'light');
      const id = await askForRefund(kit);
      await page.getByRole('button', { name: /^Approve/ }).waitFor();
      await page.evaluate("document.querySelector('button.yes').click()");
      await page.getByText('The list has just changed').waitFor();
      expect((await kit.runtime.storage.approvals.get(id))?.state).toBe('pending');
    });

    it('is used by keyboard alone: Deny comes before Approve', async () => {
      const kit = await openConsoleKit();
      const id = await askForRefund(kit);
      const { page, complaints } = await openTab(kit, 'dark');
      const reached: string[] = [];
      for (let presses = 0; presses < 30 && !reached.some((name) => name.startsWith('yes-')); presses += 1) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate<string>('document.activeElement.id'));
      }
      expect(reached.indexOf(`no-${id}`)).toBeGreaterThan(-1);
      expect(reached.indexOf(`no-${id}`)).toBeLessThan(reached.indexOf(`yes-${id}`));
      await page.keyboard.press('Shift+Tab');
      await expect
        .poll(async () => {
          await page.keyboard.press('Enter');
          return (await kit.runtime.storage.approvals.get(id))?.state;
        }, SOON)
        .toBe('denied');
      await page.getByText('Denied.').waitFor();
      expect(complaints).toEqual([]);
    });

    it('asks to type the host before something is destroyed', async () => {
      const kit = await openConsoleKit();
      const id = await kit.ask({
        act: act({ method: 'DELETE', url: 'https://api.stripe.com/v1/customers/cus_9s6XKz' }),
      });
      const { page } = await openTab(kit, 'light', PHONE);
      const approve = page.getByRole('button', { name: /^Approve DELETE/ });
      const said = async () => page.getByRole('status').textContent();
      const clicked = async () => approve.click().then(said);
      await expect.poll(clicked, SOON).toContain('type the host');
      const typed = async () => {
        await page.getByLabel(/To approve, type the host/).fill('api.stripe.com');
        return clicked();
      };
      const isApproved = async () =>
        (await said())?.includes('Approved') === true || (await typed())?.includes('Approved');
      await expect.poll(isApproved, SOON).toBe(true);
      expect((await kit.runtime.storage.approvals.get(id))?.state).toBe('approved');
    });

    for (const scheme of ['light', 'dark'] as const) {
      it(
        `has no fault that axe-core finds, and does not scroll sideways at 320 pixels: ${scheme}`,
        { timeout: 120_000 },
        async () => {
          const kit = await openConsoleKit();
          await fill(kit);
          const { page, complaints } = await openTab(kit, scheme, PHONE);
          for (const path of PAGES) {
            await page.goto(`${kit.console.url}${path}`);
            await page.locator('main h1').filter({ hasNotText: 'Keyward' }).waitFor();
            const faults = await accessibilityFaults(page);
            expect([path, faults.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)]).toEqual([path, []]);
            await page.setViewportSize({ ...PHONE, width: 320 });
            const width = await page.evaluate<number>('document.documentElement.scrollWidth');
            expect([path, width]).toEqual([path, 320]);
            await page.setViewportSize(PHONE);
            if (scheme === 'dark' && path === '/') await picture(page, 'console-phone-dark.png');
            if (scheme === 'light' && path === '/activity') {
              await page.setViewportSize(WIDE);
              await picture(page, 'console-activity.png');
              await page.setViewportSize(PHONE);
            }
          }
          expect(complaints).toEqual([]);
        },
      );
    }

    it('shows hostile text as text, and lets nothing of it run', async () => {
      const kit = await openConsoleKit();
      const hostile = '<img src=x onerror="document.title=1"><b>bold</b>\u202eevil\u200b';
      await kit.ask({
        act: act({ body: hostile }),
        display: { agent: hostile, item: hostile, reason: hostile, client: hostile },
      });
      const { page, complaints } = await openTab(kit, 'light');
      await page.getByRole('article').waitFor();
      expect(await page.locator('main img, main b:not(h2 b)').count()).toBe(0);
      expect(await page.getByRole('article').textContent()).toContain('<b>bold</b>');
      expect(await page.getByRole('article').textContent()).not.toMatch(/[\u202e\u200b]/);
      expect(complaints).toEqual([]);
    });

    it('gives a page on another port nothing: neither the session nor an answer', async () => {
      const kit = await openConsoleKit();
      const id = await askForRefund(kit);
      const { page } = await openTab(kit, 'light');
      const thief = createServer((_, response) =>
        response.setHeader('content-type', 'text/html').end('<p>hello'),
      ).listen(0, 'localhost');
      await once(thief, 'listening');
      onTestFinished(() => void thief.close());
      const address = thief.address();
      await page.goto(`http://localhost:${String(typeof address === 'object' ? address?.port : 0)}/`);
      const got = await page.evaluate<unknown>(`(async () => {
      const url = ${JSON.stringify(kit.console.url)};
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"answer":"approve"}' };
      const tries = [fetch(url + '/fragments/'), fetch(url + '/actions/decide', init), fetch(url + '/session', init)];
      const ends = await Promise.allSettled(tries);
      return [sessionStorage.length, ...ends.map(({ status }) => status)];
    })()`);
      expect(got).toEqual([0, 'rejected', 'rejected', 'rejected']);
      expect((await kit.runtime.storage.approvals.get(id))?.state).toBe('pending');
    });
  },
);

async function fill(kit: Kit): Promise<void> {
  await askForRefund(kit);
  const denied = await kit.ask({ act: act({ body: '{"amount":9}' }) });
  const headers = { ...kit.ownPage, 'x-keyward-session': await kit.signIn() };
  await kit.post('/actions/decide', { id: denied, digest: await kit.digestOf(denied), answer: 'deny' }, headers);
  const agent = { id: kit.agentId, name: 'claude-desktop' };
  const session = { principal: { kind: 'agent', ...agent } } as const;
  const request = { method: 'POST', origin: 'https://api.stripe.com', path: '/v1/refunds', digest: '00' };
  for (let made = 0; made < 30; made += 1) {
    const call_id = `call-${String(made)}`;
    await kit.runtime.trail.record({
      type: 'call.intent',
      call_id,
      session,
      agent,
      request,
      item: { id: 'i', title: 'stripe' },
    });
    const outcome = { result: made % 7 === 0 ? 'failed' : 'ok', status: made % 7 === 0 ? 502 : 200 } as const;
    await kit.runtime.trail.record({
      type: 'call.outcome',
      call_id,
      session,
      agent,
      request,
      outcome,
      item: { id: 'i', title: 'stripe' },
    });
  }
  const detail = { rule: 'burst', sentence: 'the agent made many more calls than ever before', response: 'suspend' };
  await kit.runtime.trail.record({ type: 'anomaly.raised', session: { principal: { kind: 'watch' } }, agent, detail });
}
