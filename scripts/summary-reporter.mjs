// @ts-check
// The last line of a test run, made for a program to read.

/** @typedef {import('vitest/node').Reporter} Reporter */

/** @implements {Reporter} */
export default class SummaryReporter {
  #startedAt = Date.now();

  onTestRunStart() {
    this.#startedAt = Date.now();
  }

  /** @type {NonNullable<Reporter['onTestRunEnd']>} */
  onTestRunEnd(modules, unhandledErrors, reason) {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) for (const test of module.children.allTests()) counts[test.result().state] += 1;
    const failedFiles = modules.filter((module) => !module.ok()).length;
    const facts = {
      result: reason,
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
