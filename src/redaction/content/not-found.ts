import type { Scrubbed } from '../scrubber.ts';

/** What is said of an input in which no secret was. */
export const NOT_FOUND = { hits: 0, withheld: false, names: [], partial: false } as const satisfies Scrubbed;
