import { sha256Hex } from '../core/index.ts';
import { visibleText } from './plain-text.ts';

const MAX_CHARS = 4_000;

interface BodyFacts {
  readonly bytes: number;
  /** Lower-case hex, of all of it. */
  readonly sha256: string;
}

/** A body as a person reads it; `uninspectable` when no text of it would be true to what is sent. */
export type BodyView =
  | (BodyFacts & {
      readonly kind: 'text';
      readonly text: string;
      /** How many more characters there are. */
      readonly cut: number;
    })
  | (BodyFacts & { readonly kind: 'uninspectable'; readonly why: string });

export function bodyView(body: Uint8Array): BodyView {
  const facts = { bytes: body.byteLength, sha256: sha256Hex(body) };
  const text = decode(body);
  if (text === undefined) return { kind: 'uninspectable', why: 'it is not text', ...facts };
  const characters = Array.from(visibleText(prettyJson(text), '\n'));
  const cut = Math.max(0, characters.length - MAX_CHARS);
  return { kind: 'text', text: characters.slice(0, MAX_CHARS).join(''), cut, ...facts };
}

function decode(body: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

// Only where parsing loses nothing: of a key that stands there twice, or a number with too many digits, the service may read
// another value than this parser.
function prettyJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? JSON.stringify(value, undefined, 2) : text;
  } catch {
    return text;
  }
}
