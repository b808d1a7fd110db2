import { Worker } from 'node:worker_threads';
import { createAppendThread, type AppendThread } from './audit/index.ts';
import type { Logger } from './core/index.ts';

// Beside this file in the build. Sources run without a thread: Node 20 loads no TypeScript.
const PROGRAM = new URL('./audit-thread-program.js', import.meta.url);
const IS_BUILT = import.meta.url.endsWith('.js');

/** Write the trail of this data folder on a thread of its own. Undefined where there is no program for it. */
export function startAuditThread({ folder, logger }: { folder: string; logger: Logger }): AppendThread | undefined {
  if (!IS_BUILT) return undefined;
  // Neither the environment nor the arguments: there may be a token in them.
  const worker = new Worker(PROGRAM, { workerData: folder, env: {}, argv: [], name: 'audit' });
  return createAppendThread({ worker, logger });
}
