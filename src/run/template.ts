import { expandVariables } from './expand-variables.ts';

/** A piece of a text: as it stands, or a reference whose value is to stand there. */
export interface TemplatePart {
  readonly kind: 'text' | 'reference';
  readonly text: string;
}

// {{ "literal" }}, {{ op://vault/item name/field }}, or a reference as it stands in a text.
const REFERENCE =
  /\{\{\s*(?:"((?:[^"\\]|\\.)*)"|(op:\/\/(?:[^{}"]|\$\{[^}]*\})*?))\s*\}\}|(?<![A-Za-z0-9\-+\\.])op:\/\/(?:[A-Za-z0-9\-?_./=$]|\$\{[^}]*\})+/g;

/**
 * Take a text apart at its references, by the rules of `op inject`. Variables are expanded within references only:
 * a `$host` elsewhere belongs to the reader of the result.
 */
export function parseTemplate(
  text: string,
  lookup: (name: string) => string | undefined = () => undefined,
): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let done = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, literal, enclosed] = match;
    parts.push({ kind: 'text', text: text.slice(done, match.index) });
    if (literal === undefined) parts.push({ kind: 'reference', text: expandVariables(enclosed ?? whole, lookup) });
    else parts.push({ kind: 'text', text: literal.replace(/\\(["\\])/g, '$1') });
    done = match.index + whole.length;
  }
  parts.push({ kind: 'text', text: text.slice(done) });
  return parts.filter((part) => part.kind === 'reference' || part.text !== '');
}

const WHOLE = /^op:\/\/[A-Za-z0-9_. \-/?=]+$/;

/** A value that is one reference from end to end, where names may have spaces, or else a template. */
export function parseValue(text: string): readonly TemplatePart[] {
  return WHOLE.test(text) ? [{ kind: 'reference', text }] : parseTemplate(text);
}
