import type { Fingerprinter } from '../audit/index.ts';
import type { CanonicalRequest } from '../policy/index.ts';

const MAX_VALUES = 32;
const MAX_DEPTH = 16;

/**
 * Keyed fingerprints of what a request says beside its path: each query value, each header value the agent set, the body and the
 * texts in it. The values cannot be read from them, but an owner who asks for one (`audit list --value`) finds the calls it was in.
 */
export function fingerprintsOf(request: CanonicalRequest, fingerprint: Fingerprinter): readonly string[] {
  const marks = new Set<string>();
  for (const [, value] of request.url.searchParams) marks.add(fingerprint.of('query', value));
  for (const [, value] of request.headers) marks.add(fingerprint.of('header', value));
  for (const text of bodyTexts(request)) marks.add(fingerprint.of('body', text));
  return [...marks].slice(0, MAX_VALUES);
}

function bodyTexts({ body }: CanonicalRequest): readonly string[] {
  if (body === undefined) return [];
  const text = Buffer.from(body.bytes).toString('utf8');
  if (body.kind === 'form') return [text, ...new URLSearchParams(text).values()];
  return body.kind === 'json' ? [text, ...textsIn(JSON.parse(text), MAX_DEPTH)] : [text];
}

// A body may be nested as deep as it likes: a record must not fail for it.
function textsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const found: string[] = [];
  for (const member of Object.values(value)) {
    if (found.length >= MAX_VALUES) break;
    found.push(...textsIn(member, depth - 1));
  }
  return found;
}
