/** A field of the item that a scheme places. */
export interface AuthField {
  readonly id: string;
  /** An optional field that is missing counts as empty. */
  readonly required: boolean;
  /** Needed, and still right when it says nothing: the user name of services that look at the password alone. */
  readonly mayBeEmpty?: true;
}

export interface PlacementInput {
  /** The parameter of the scheme, such as the header's name; empty where the scheme takes none. */
  readonly name: string;
  /** The text of a field, without control characters; empty when an optional field is missing. */
  readonly field: (id: string) => string;
}

/** Where the secret goes, and every text holding it that stands on the wire. */
export interface Placement {
  readonly header?: { readonly name: string; readonly value: string };
  /** `value` is already percent-encoded. */
  readonly query?: { readonly name: string; readonly value: string };
  readonly secrets: readonly string[];
}

export interface Scheme {
  /** The word before the colon in `--auth header:x-api-key`. */
  readonly scheme: string;
  /** What follows the colon, for messages; absent when the scheme takes no parameter. */
  readonly parameter?: string;
  readonly fields: readonly AuthField[];
  /** The canonical form of the parameter, or `undefined` when it cannot be one. */
  readonly parse: (parameter: string) => string | undefined;
  /** Half a sentence for people: `in the header x-api-key`. */
  readonly describe: (name: string) => string;
  /** Answers `undefined` when the fields do not fit this placement. Must not put a value into an error. */
  readonly place: (input: PlacementInput) => Placement | undefined;
}

/** Declare a way of placing a credential. To be used it must stand in the list of `index.ts`. */
export function defineScheme(scheme: Scheme): Scheme {
  return Object.freeze(scheme);
}

/** For schemes without a parameter. */
export function takesNoParameter(parameter: string): string | undefined {
  return parameter === '' ? '' : undefined;
}

// RFC 9110 section 5.6.2.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** True for visible ASCII without spaces: what every header parser takes as one word. */
export function isVisibleAscii(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
