// @ts-check
// The last lines of a test run: what was left out and why, then one made for a program to read.

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
    for (const module of modules) for (const name of leftOut(module)) process.stdout.write(`test-skipped: ${name}\n`);
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

/** @param {import('vitest/node').TestModule} module */
function leftOut(module) {
  const suites = [...module.children.suites()].filter(({ name }) => name.includes('(skipped'));
  const isLeftOut = /** @param {typeof suites[number]} suite */ ({ children }) =>
    [...children.allTests()].every((test) => test.result().state === 'skipped');
  return suites.filter(isLeftOut).map(({ name }) => name);
}
