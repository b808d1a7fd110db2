import type { Severity } from '../finding.ts';
import { kindOfName } from './credential-name.ts';
import { isPlaceholder, isReference } from './placeholder.ts';
import { entropy, looksRandom } from './randomness.ts';

/** What is known of a value that a name is given. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
  /** `settings`: the value is the whole value. `code`: a text literal. `loose`: without quotes, in any text. */
  readonly in: 'settings' | 'code' | 'loose';
  /** The format says that this is a credential, whatever its name: the password field of a .pgpass. */
  readonly isCredential?: boolean;
  /** Names here are chosen for credentials: the environment of an MCP server. */
  readonly isAmongCredentials?: boolean;
  readonly isExample: boolean;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PUBLIC_TEXT = /^(?:[a-z][a-z0-9+.-]*:\/\/|\/|ssh-(?:rsa|ed25519) |-----BEGIN (?:CERTIFICATE|PUBLIC))/;
const EXPRESSION = /^[\w$]+(?:\.[\w$]+)+$|^[\w$.]+\(|^[\w$]+\[|=>|\$\{|\s\+\s/;

/** How sure it is that the value is a credential; `undefined` when nothing says so. */
export function judgeValue(named: NamedValue): Severity | undefined {
  const { name, value, isExample } = named;
  if (value.length < 4 || value.length > 4096) return undefined;
  if (named.isCredential === true) {
    if (isReference(value) || isPlaceholder(value)) return undefined;
    return isExample ? 'review' : 'alert';
  }
  // The name first: it is the cheapest to ask, and most values have one that says no.
  const kind = kindOfName(name);
  if (kind === 'other' && (named.isAmongCredentials !== true || value.length < 20)) return undefined;
  if (isReference(value) || isPlaceholder(value) || PUBLIC_TEXT.test(value)) return undefined;
  const severity = named.in === 'settings' ? judgeSetting(named, kind) : judgeLiteral(named, kind);
  return severity === 'alert' && isExample ? 'review' : severity;
}

function judgeSetting({ value, isAmongCredentials }: NamedValue, kind: string): Severity | undefined {
  const isRandom = looksRandom(value);
  if (kind === 'secret') return value.length >= 6 && !/\s.*\s/.test(value) && !isPlainWords(value) ? 'alert' : 'review';
  if (kind === 'maybe')
    return isRandom || (isAmongCredentials === true && /\d/.test(value) && value.length >= 8) ? 'alert' : 'review';
  if (isAmongCredentials === true && isRandom && value.length >= 20 && !UUID.test(value)) return 'review';
  return undefined;
}

// `read-only` or `client_credentials`: the words of a setting, not of a person's password.
function isPlainWords(value: string): boolean {
  return value.length <= 40 && /^[a-z]{3,}(?:[_ .-][a-z]{2,})+$/i.test(value);
}

function judgeLiteral({ name, value, in: where }: NamedValue, kind: string): Severity | undefined {
  if (kind === 'other' || /\s/.test(value) || EXPRESSION.test(value)) return undefined;
  const isPassword = /pass|pwd/i.test(name);
  if (!/[\x21-\x7e]/.test(value) || isIdentifier(value)) {
    return isPassword && value.length >= 6 && where === 'code' ? 'review' : undefined;
  }
  if (looksRandom(value)) return kind === 'secret' ? 'alert' : value.length >= 20 ? 'alert' : 'review';
  if (kind !== 'secret') return undefined;
  if (isPassword) return value.length >= 8 && hasVariety(value) ? 'alert' : 'review';
  if (/^[\w+/=.~-]{12,}$/.test(value) && /\d/.test(value) && entropy(value) >= 3)
    return where === 'code' ? 'alert' : 'review';
  return value.length >= 8 && hasVariety(value) ? 'review' : undefined;
}

/** Digits and letters, or a sign: what password rules ask for. */
function hasVariety(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9_.-]/].filter((kind) => kind.test(value)).length;
  return (
    kinds >= 3 ||
    (kinds >= 2 && /\d/.test(value) && !/^[a-z]+[-_.]?\d{1,2}$/i.test(value)) ||
    (kinds === 2 && /[^A-Za-z0-9_.-]/.test(value))
  );
}

function isIdentifier(value: string): boolean {
  return /^[A-Za-z]+(?:[._:/-][A-Za-z]+)*$/.test(value);
}
