import { isSpent } from './engine/budget.ts';
import { createEngine, type Detector, type Engine } from './engine/detector.ts';
import { isClean } from './engine/inspect.ts';
import type { Json } from '../core/index.ts';
import type { KnownSecret, Scrubbed, Scrubber, ScrubLimits, ScrubPool } from './scrubber.ts';
import { scrubBody } from './content/scrub-body.ts';
import { scrubHeaders } from './content/scrub-headers.ts';
import { scrubJson } from './content/scrub-json.ts';
import { scrubText } from './content/scrub-text.ts';

export interface ScrubberDeps {
  readonly secrets: readonly KnownSecret[];
  readonly limits?: ScrubLimits;
  /** Where large bodies are scrubbed. Default: on the calling thread, within the same budget. */
  readonly pool?: ScrubPool | undefined;
}

/** Smaller bodies are scrubbed in less time than a worker takes to be told of them. */
const LARGE_BODY = 65_536;

/**
 * Make a scrubber for the secrets of one call. It is built when it is first used, and reveals the secrets
 * then. Values under 6 bytes are not looked for.
 *
 * It does not stop a destination that means to leak: see docs/REDACTION.md.
 */
export function createScrubber({ secrets, limits = {}, pool }: ScrubberDeps): Scrubber {
  let built: Engine | undefined;
  const open = (bytes: number): Detector => (built ??= createEngine(secrets, limits)).open(bytes);
  const body: Scrubber['body'] = (bytes, contentType, options) =>
    within(open(bytes.length), (detector) => scrubBody(detector, { ...options, bytes, contentType }));
  return {
    text: (text, options) => within(open(text.length), (detector) => scrubText(detector, text, options)),
    json: (value) => within(open(textLength(value)), (detector) => scrubJson(detector, value)),
    headers: (list) => within(open(headerLength(list)), (detector) => scrubHeaders(detector, list)),
    body,
    bodyAside: async (bytes, contentType, options) =>
      pool === undefined || bytes.length <= LARGE_BODY
        ? body(bytes, contentType, options)
        : pool.scrub({ ...options, secrets, limits, bytes, contentType }),
    holds: (text) => !isClean(open(text.length).inspector.inspect(Buffer.from(text, 'utf8'))),
  };
}

/** One budget for all that is done to the input; what was left out because of it says so. */
function within<T extends Scrubbed>(detector: Detector, scrub: (detector: Detector) => T): T {
  const scrubbed = scrub(detector);
  return isSpent(detector.budget) ? { ...scrubbed, code: 'REDACTION_BUDGET_EXCEEDED' } : scrubbed;
}

// Without writing it down: that is done once, where it is looked at.
function textLength(value: Json): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let length = 2;
  for (const [key, inner] of Object.entries(value)) length += key.length + textLength(inner);
  return length;
}

function headerLength(list: readonly (readonly [string, string])[]): number {
  return list.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
