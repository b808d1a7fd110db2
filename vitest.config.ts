import { defineConfig } from 'vitest/config';
import { deepFiles, filesAtBothDepths, processFiles, pureFiles } from './.config/test-projects.mjs';

export default defineConfig({
  test: {
    globalSetup: ['test/support/build-program.ts', 'test/support/no-secret-left.ts'],
    // Processes, not threads: tests load native modules and change umask and file modes.
    pool: 'forks',
    maxWorkers: 2,
    // A test waits for events, never for time; these only end one that hangs, also on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    reporters: ['default', './scripts/summary-reporter.mjs'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
    projects: [
      { extends: true, test: { name: 'pure', include: pureFiles, isolate: false, provide: { deep: false } } },
      { extends: true, test: { name: 'process', include: processFiles, provide: { deep: false } } },
      { extends: true, test: { name: 'deep', include: [...deepFiles, ...filesAtBothDepths], provide: { deep: true } } },
    ],
  },
});
