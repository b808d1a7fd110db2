import { CONCEALED, type Json } from '../core/index.ts';
import type { RawRequest } from './request.ts';

/**
 * Where a request holds text that looks as if a secret were to be put there: `{{…}}`, `${…}`, `op://…`,
 * `<secret>`, `<API_KEY>`, `<your token>`, `$API_KEY`, or one of Keyward's own marks. Undefined when nowhere.
 *
 * Such text is refused and never expanded: the server alone positions the secret.
 */
export function findPlaceholder(request: RawRequest): 'URL' | 'query' | 'headers' | 'body' | undefined {
  if (holdsPlaceholder(request.url) || holdsPlaceholder(percentDecoded(request.url))) return 'URL';
  if (anyText(request.query)) return 'query';
  if (anyText(request.headers)) return 'headers';
  const { json, form, text } = request.body ?? {};
  if (anyText(json) || anyText(form) || anyText(text)) return 'body';
  return undefined;
}

const REFERENCE = /\b(?:op|keyward|secrets?|vault):\/\//i;
// Bounded repeats, so that hostile text costs no more than its length. Capitals tell <TOKEN> from an XML element.
const NAMED =
  /<(?:secret|credential|your[-_ ][\w -]{1,64}|(?:[A-Z][A-Z0-9_-]{0,63}[_-])?(?:KEY|TOKEN|SECRET|PASSWORD))>/;
// As a shell writes them. Only in capitals and only what names a credential: `$id` is a variable of GraphQL, `$5` a price.
const VARIABLE = /[$%](?:[A-Z][A-Z0-9_]{0,63}_)?(?:KEY|TOKEN|SECRET|PASSWORD)(?![A-Za-z0-9_])/;
// What Keyward itself shows instead of a new credential: the name of an item, and so a reference to it.
const CAPTURED = /\[CAPTURED [^\]\n]{1,256}\]/;

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

// Only what placeholders are made of is decoded; whether the encoding is valid is judged elsewhere.
function percentDecoded(url: string): string {
  return url
    .replaceAll('+', ' ')
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

// Level by level and not recursive, as bodies may be nested deeper than the stack.
function anyText(value: Json | undefined): boolean {
  let level: readonly Json[] = value === undefined ? [] : [value];
  while (level.length > 0) {
    const next: Json[] = [];
    for (const node of level) {
      if (typeof node === 'string' && holdsPlaceholder(node)) return true;
      if (typeof node !== 'object' || node === null) continue;
      for (const [name, child] of Object.entries(node)) {
        if (holdsPlaceholder(name)) return true;
        next.push(child);
      }
    }
    level = next;
  }
  return false;
}
