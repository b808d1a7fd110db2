import { CONCEALED, type Json } from '../core/index.ts';
import { foldHeaderName } from './refused-headers.ts';
import { fieldPairs, type RawRequest } from './request.ts';

/**
 * Where a request holds a placeholder or a reference in the position of a credential: in a header or a parameter that
 * by its name authorises, or as a path segment or fragment that names a credential and nothing else. Undefined when
 * nowhere.
 *
 * Everywhere else such text is content and sent as it is: nothing is ever expanded, so it can reach no secret. The
 * positions of a binding's own credential are closed to the caller whatever stands in them, see `judgeTerms`.
 */
export function findPlaceholder(request: RawRequest): 'URL' | 'query' | 'headers' | undefined {
  const [address = '', fragment = ''] = splitOnce(request.url, '#');
  const [path = '', query = ''] = splitOnce(address, '?');
  const segments = [...path.split('/'), fragment].map(percentDecoded);
  if (segments.some(isCredentialName)) return 'URL';
  if (query.split(/[&;]/).some((pair) => authorisesInQuery(splitOnce(pair, '=').map(percentDecoded)))) return 'URL';
  if (fieldPairs(request.query ?? {}).some(([name, value]) => authorisesInQuery([name, String(value)]))) return 'query';
  const inHeaders = Object.entries(request.headers ?? {}).some(
    ([name, value]) => AUTHORISING_HEADER.test(foldHeaderName(name)) && holdsPlaceholder(value),
  );
  return inHeaders ? 'headers' : undefined;
}

/** True when a value of query, headers or body is nothing but a placeholder or a reference: sent as it is, worth a word. */
export function sendsPlaceholder({ query, headers, body }: RawRequest): boolean {
  const { json, json_text: jsonText, form, text } = body ?? {};
  return [query, headers, json, jsonText, form, text].some(anyWhole);
}

const AUTHORISING_HEADER =
  /(?:^|-)(?:authorization|authentication|auth|token|secret|password|credentials?|api-?key|access-key|cookie)(?:-|$)/;
const AUTHORISING_PARAMETER =
  /^(?:key|token|secret|password|credentials?|auth|authorization|(?:x-)?api-?key|(?:access|auth|private|api|bearer)-?token|access-?key|client-?secret)$/;

const REFERENCE = /\b(?:op|keyward|secrets?|vault):\/\//i;
// Bounded repeats, so that hostile text costs no more than its length. Capitals tell <TOKEN> from an XML element.
const NAMED =
  /<(?:secret|credential|your[-_ ][\w -]{1,64}|(?:[A-Z][A-Z0-9_-]{0,63}[_-])?(?:KEY|TOKEN|SECRET|PASSWORD))>/;
// As a shell writes them. Only in capitals and only what names a credential: `$id` is a variable of GraphQL, `$5` a price.
const VARIABLE = /[$%](?:[A-Z][A-Z0-9_]{0,63}_)?(?:KEY|TOKEN|SECRET|PASSWORD)(?![A-Za-z0-9_])/;
// What Keyward itself shows instead of a new credential: the name of an item, and so a reference to it.
const CAPTURED = /\[CAPTURED [^\]\n]{1,256}\]/;
const CREDENTIAL = /credential|secret|token|password|passwd|api[-_ ]?key|private[-_ ]?key|access[-_ ]?key/i;
const MAX_WHOLE_CHARS = 320;

function holdsPlaceholder(text: string): boolean {
  return (
    encloses(text, '{{', '}}') ||
    encloses(text, '${', '}') ||
    REFERENCE.test(text) ||
    NAMED.test(text) ||
    VARIABLE.test(text) ||
    CAPTURED.test(text) ||
    text.includes(CONCEALED)
  );
}

function encloses(text: string, open: string, close: string): boolean {
  const start = text.indexOf(open);
  return start !== -1 && text.includes(close, start + open.length);
}

/** Nothing beside it but blanks and the name of a scheme. */
function isWhole(text: string): boolean {
  if (text.length > MAX_WHOLE_CHARS) return false;
  const value = text.trim().replace(/^(?:bearer|basic|token) +/i, '');
  if (/^\{\{[^{}]*\}\}$|^\$\{\{?[^{}]*\}\}?$/.test(value)) return true;
  if (/^(?:op|keyward|secrets?|vault):\/\/\S+$/i.test(value) || value === CONCEALED) return true;
  return [NAMED, VARIABLE, CAPTURED].some((shape) => shape.exec(value)?.[0].length === value.replace(/%$/, '').length);
}

function isCredentialName(segment: string): boolean {
  return isWhole(segment) && (CREDENTIAL.test(segment) || !/^[{$]/.test(segment.trim()) || VARIABLE.test(segment));
}

function authorisesInQuery([name = '', value = '']: readonly string[]): boolean {
  const folded = foldHeaderName(name.normalize('NFKC').trim().toLowerCase().replace(/\[.*$/s, ''));
  return AUTHORISING_PARAMETER.test(folded) && isWhole(value);
}

function splitOnce(text: string, at: string): readonly string[] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

// Only what placeholders are made of is decoded; whether the encoding is valid is judged elsewhere.
function percentDecoded(url: string): string {
  return url
    .replaceAll('+', ' ')
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

// Level by level and not recursive, as bodies may be nested deeper than the stack.
function anyWhole(value: Json | undefined): boolean {
  let level: readonly Json[] = value === undefined ? [] : [value];
  while (level.length > 0) {
    const next: Json[] = [];
    for (const node of level) {
      if (typeof node === 'string' && isWhole(node)) return true;
      if (typeof node === 'object' && node !== null) for (const child of Object.values(node)) next.push(child);
    }
    level = next;
  }
  return false;
}
