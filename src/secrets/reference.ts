/** A secret reference, parsed: where a value is, in the words of its author. Nothing is looked up yet. */
export interface SecretReference {
  /** The text it was parsed from. */
  readonly text: string;
  /** Names or ids. */
  readonly vault: string;
  readonly item: string;
  readonly section?: string;
  readonly field: string;
  /** What of the field is asked for; its value when absent. */
  readonly attribute?: ReferenceAttribute;
  readonly sshFormat?: 'openssh';
}

/** `otp` is the code of this moment; the others are as the `op` command line has them. */
export type ReferenceAttribute = (typeof ATTRIBUTES)[number];

export type ParsedReference =
  | { readonly kind: 'reference'; readonly reference: SecretReference }
  | { readonly kind: 'invalid'; readonly reason: string };

export const REFERENCE_PREFIX = 'op://';
export const MAX_REFERENCE_LENGTH = 2_048;

const ATTRIBUTES = ['value', 'otp', 'type', 'id', 'purpose', 'title', 'content', 'size', 'name'] as const;

// Letters, digits, `-`, `_`, `.` and space, as the 1Password SDK has it; anything else is named by its id.
const SEGMENT = /^[A-Za-z0-9_. -]+$/;

/**
 * Read `op://vault/item/[section/]field[?attribute=NAME|?ssh-format=openssh]`. `attr` is short for `attribute`,
 * and `totp` means `otp`.
 *
 * Variables are not expanded here: a reference may come from a party that must not choose them.
 */
export function parseReference(text: string): ParsedReference {
  if (!text.startsWith(REFERENCE_PREFIX)) return invalid('a reference begins with op://');
  if (text.length > MAX_REFERENCE_LENGTH) return invalid(`a reference has at most ${MAX_REFERENCE_LENGTH} characters`);
  const [path = '', ...queries] = text.slice(REFERENCE_PREFIX.length).split('?');
  if (queries.length > 1) return invalid('a reference has at most one attribute');
  const segments = path.split('/');
  if (segments.length < 3 || segments.length > 4) return invalid('a reference is op://vault/item/[section/]field');
  if (segments.some((segment) => segment.trim() === '')) return invalid('a part of the reference is empty');
  if (!segments.every((segment) => SEGMENT.test(segment)))
    return invalid('a name in a reference has letters, digits, -, _, . and spaces only: use the id instead');
  const query = parseQuery(queries[0]);
  if (typeof query === 'string') return invalid(query);
  return { kind: 'reference', reference: { text, ...placeOf(segments), ...query } };
}

/** Whether a name can stand in a reference; otherwise its id has to. */
export function isReferencable(name: string): boolean {
  return SEGMENT.test(name) && name.trim() === name;
}

function placeOf(segments: readonly string[]): Pick<SecretReference, 'vault' | 'item' | 'section' | 'field'> {
  const [vault = '', item = '', third = '', fourth] = segments;
  return fourth === undefined ? { vault, item, field: third } : { vault, item, section: third, field: fourth };
}

function parseQuery(query: string | undefined): Pick<SecretReference, 'attribute' | 'sshFormat'> | string {
  if (query === undefined) return {};
  const [key, value, ...more] = query.split('=');
  if (value === undefined || more.length > 0 || query.includes('&')) return 'an attribute is written ?attribute=NAME';
  if (key === 'ssh-format') return value === 'openssh' ? { sshFormat: 'openssh' } : 'the ssh-format is openssh';
  if (key !== 'attribute' && key !== 'attr') return 'a reference knows ?attribute and ?ssh-format';
  const attribute = ATTRIBUTES.find((name) => name === (value === 'totp' ? 'otp' : value));
  return attribute === undefined ? `the attribute is one of ${ATTRIBUTES.join(', ')}` : { attribute };
}

function invalid(reason: string): ParsedReference {
  return { kind: 'invalid', reason };
}
