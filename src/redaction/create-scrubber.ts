import { createDetector, type Detector } from './engine/detector.ts';
import type { KnownSecret, Scrubber, ScrubLimits } from './scrubber.ts';
import { scrubBody } from './content/scrub-body.ts';
import { scrubHeaders } from './content/scrub-headers.ts';
import { scrubJson } from './content/scrub-json.ts';
import { scrubStream } from './content/scrub-stream.ts';
import { scrubText } from './content/scrub-text.ts';

export interface ScrubberDeps {
  readonly secrets: readonly KnownSecret[];
  readonly limits?: ScrubLimits;
}

/**
 * Make a scrubber for the secrets of one call. It is built when it is first used, and reveals the secrets
 * then. Values under 6 bytes are not looked for.
 *
 * It does not stop a destination that means to leak: see docs/REDACTION.md.
 */
export function createScrubber({ secrets, limits = {} }: ScrubberDeps): Scrubber {
  let built: Detector | undefined;
  const detector = (): Detector => (built ??= createDetector(secrets, limits));
  return {
    text: (text, options) => scrubText(detector(), text, options),
    json: (value) => scrubJson(detector(), value),
    headers: (list) => scrubHeaders(detector(), list),
    body: (bytes, contentType, options) => scrubBody(detector(), { ...options, bytes, contentType }),
    stream: (contentType) => scrubStream(detector(), contentType),
  };
}
