// In: secrets known to this call, and anything that is about to leave: text, JSON, headers, bodies.
// Out: the same with every known secret gone, in whatever common encoding it came, and how often it was found.
// Never here: the text of a secret in an answer, an error or a log; a claim to stop a hostile destination.
export { createScrubber, type ScrubberDeps } from './create-scrubber.ts';
export { estimateBits } from './estimate-bits.ts';
export { findCredentials, type FoundCredential } from './find-credentials.ts';
export { REDACTED, WITHHELD } from './marks.ts';
export { createPrintedFinder } from './printed-values.ts';
export { openScrubPool } from './pool/open-pool.ts';
export type {
  KnownSecret,
  Scrubbed,
  ScrubbedBody,
  ScrubbedHeaders,
  ScrubbedJson,
  ScrubbedText,
  Scrubber,
  ScrubLimits,
  ScrubOptions,
  ScrubPool,
  WithheldReason,
} from './scrubber.ts';
