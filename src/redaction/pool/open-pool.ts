import { existsSync } from 'node:fs';
import type { ScrubPool } from '../scrubber.ts';
import { createScrubPool } from './scrub-pool.ts';

/** Beside the entries of the built program, which chunks lie one folder below. */
const PROGRAMS = ['./scrub-worker.js', '../scrub-worker.js'];

/**
 * A pool of workers that run the built program. Undefined when this runs from its sources, which a worker of Node 20
 * cannot load: bodies are then scrubbed where they are, within the same budget.
 */
export function openScrubPool(): ScrubPool | undefined {
  const program = PROGRAMS.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  return program === undefined ? undefined : createScrubPool({ program });
}
