// @ts-check
// The last lines of a test run: what was left out and why, what `deep` adds, then one made for a program to read.
import { deepFiles, filesAtBothDepths } from '../.config/test-projects.mjs';

/** @typedef {import('vitest/node').Reporter} Reporter */

/** @implements {Reporter} */
export default class SummaryReporter {
  #startedAt = Date.now();
  /** @type {readonly string[]} */
  #projects = [];

  /** @type {NonNullable<Reporter['onInit']>} */
  onInit(vitest) {
    this.#projects = vitest.projects.map(({ name }) => name);
  }

  onTestRunStart() {
    this.#startedAt = Date.now();
  }

  /** @type {NonNullable<Reporter['onTestRunEnd']>} */
  onTestRunEnd(modules, unhandledErrors, reason) {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) for (const test of module.children.allTests()) counts[test.result().state] += 1;
    for (const module of modules) for (const name of leftOut(module)) process.stdout.write(`test-skipped: ${name}\n`);
    if (!this.#projects.includes('deep')) process.stdout.write(`test-deep: ${WHAT_DEEP_ADDS}\n`);
    const failedFiles = modules.filter((module) => !module.ok()).length;
    const facts = {
      result: reason,
      projects: this.#projects.join('+'),
      ...counts,
      files: modules.length,
      failed_files: failedFiles,
      unhandled_errors: unhandledErrors.length,
      seconds: ((Date.now() - this.#startedAt) / 1000).toFixed(1),
      node: process.versions.node,
    };
    const line = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
    process.stdout.write(`test-summary: ${line.join(' ')}\n`);
  }
}

const WHAT_DEEP_ADDS = [
  `not run; npm run test:deep adds ${deepFiles.length} files and every case of ${filesAtBothDepths.length} that ran with a few:`,
  'all tricks of the hostile model, vectors through real calls, kills and many callers, more runs of each property,',
  'MCP clients, conformance, the bundle, the examples',
].join(' ');

/** @param {import('vitest/node').TestModule} module */
function leftOut(module) {
  const suites = [...module.children.suites()].filter(({ name }) => name.includes('(skipped'));
  const isLeftOut = /** @param {typeof suites[number]} suite */ ({ children }) =>
    [...children.allTests()].every((test) => test.result().state === 'skipped');
  return suites.filter(isLeftOut).map(({ name }) => name);
}
