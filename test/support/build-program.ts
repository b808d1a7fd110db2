import type { TestProject } from 'vitest/node';
import { buildIfStale } from '../../scripts/build-if-stale.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why there is no program in dist/ to start, or undefined when there is one. */
    buildFailure: string | undefined;
  }
}

/**
 * Before the first test: make dist/ match src/. A program that does not build fails the tests that start it
 * (see `builtProgram`), not those of every room.
 */
export default async function setup(project: TestProject): Promise<void> {
  try {
    await buildIfStale();
    project.provide('buildFailure', undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    project.vitest.logger.error(`keyward does not build; tests that start it will fail:\n${reason}`);
    project.provide('buildFailure', reason);
  }
}
