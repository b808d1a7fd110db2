import { createScrubber, type KnownSecret, type Scrubber, type ScrubPool } from '../redaction/index.ts';
import type { ItemSummary } from '../secrets/index.ts';

// A file as a secret makes a scrubber many times its size: one that large is not stored.
const MAX_KEPT_BYTES = 4_096;

interface Made {
  readonly secrets: readonly KnownSecret[];
  readonly scrubber: Scrubber;
}

// Making one costs more than all the rest of a call. A summary lives until any process changes the database, over HTTP as
// long as its request, and what was made for it no longer.
const made = new WeakMap<ItemSummary, Made>();

/** The scrubber for the secrets of one call: the one of the call before, where that had the very same. */
export function scrubberFor(item: ItemSummary, secrets: readonly KnownSecret[], pool?: ScrubPool): Scrubber {
  const last = made.get(item);
  if (last !== undefined && areSame(last.secrets, secrets)) return last.scrubber;
  const scrubber = createScrubber({ secrets, pool });
  const bytes = secrets.reduce((sum, { value }) => sum + value.byteLength, 0);
  if (bytes <= MAX_KEPT_BYTES) made.set(item, { secrets, scrubber });
  return scrubber;
}

function areSame(one: readonly KnownSecret[], other: readonly KnownSecret[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, value, publicPrefix }, index) => {
      const twin = other[index];
      return twin?.name === name && twin.publicPrefix === publicPrefix && value.equals(twin.value);
    })
  );
}
