import { findCredentials } from '../redaction/index.ts';

export interface FoundToken {
  readonly text: string;
  /** Safe to show and to record: our own word for what it is. */
  readonly kind: string;
}

// Many issuers took over the prefix, each with an alphabet and a length of its own. Words joined by hyphens look like
// it too, but hold no digit and no capital. Bounded, so that an answer of near misses costs no more than one pass.
const API_KEY = /(?<![A-Za-z0-9_-])sk-(?=[a-z_-]{0,64}[A-Z0-9])[A-Za-z0-9_-]{20,512}/g;

/** Credentials of well-known shapes in any of these texts. */
export function findTokens(texts: readonly string[]): readonly FoundToken[] {
  // Every shape costs one start of its pattern, and an answer is many short texts of which hardly any holds one. What
  // is found in a text is found in all of them as lines: no shape needs to see what stands before or behind a line.
  return tokensIn(texts.join('\n')).length === 0 ? [] : texts.flatMap(tokensIn);
}

function tokensIn(text: string): readonly FoundToken[] {
  const known = findCredentials(text).map(({ shape, from, to }) => ({ text: text.slice(from, to), kind: shape }));
  const others = Array.from(text.matchAll(API_KEY), ([key]) => ({ text: key, kind: 'api-key' }));
  return [...others, ...known];
}
