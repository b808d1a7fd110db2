import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const PROGRAMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

/** The Chromium of this system; undefined where there is none. */
export const chromiumProgram = PROGRAMS.find((program) => existsSync(program));

/** Said in place of the tests that need it. */
export const NO_CHROMIUM =
  'no Chromium on this system: install the package `chromium` to run the journeys of the console';

export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: chromiumProgram ?? '', args: ['--no-sandbox'] });
  onTestFinished(async () => browser.close());
  return browser;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds on the page as it is now. Given to the debugger, which the policy of a page does not bind. */
export async function accessibilityFaults(page: Page): Promise<readonly Violation[]> {
  const run = `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`;
  return page.evaluate<readonly Violation[]>(`${axe.source};${run}`);
}
