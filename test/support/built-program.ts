import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

/** The path of the built `keyward`, to be started with `process.execPath`. Throws when this source does not build. */
export function builtProgram(): string {
  const failure = inject('buildFailure');
  if (failure !== undefined) throw new Error(`keyward does not build: ${failure}`);
  return fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
}
