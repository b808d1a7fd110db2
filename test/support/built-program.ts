import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

/** The path of the built `keyward`, to be started with `process.execPath`. Throws when this source does not build. */
export function builtProgram(): string {
  return built('bin.js');
}

/** The path of the built program of the trail's thread. Throws when this source does not build. */
export function builtAuditThread(): string {
  return built('chunks/audit-thread-program.js');
}

function built(path: string): string {
  const failure = inject('buildFailure');
  if (failure !== undefined) throw new Error(`keyward does not build: ${failure}`);
  return fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));
}
