// In: the text of `--auth`, or the auth part of a binding.
// Out: the scheme behind it: which fields it needs, where it places them, how people read it.
// Never here: sending anything.
import { KeywardError } from '../../core/index.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { cookie } from './cookie.ts';
import type { AuthField, Scheme } from './define-scheme.ts';
import { header } from './header.ts';
import { query } from './query.ts';

export type { AuthField, Placement, Scheme } from './define-scheme.ts';

/** How a binding places its credential. `name` is the parameter of schemes that take one. */
export interface Auth {
  readonly scheme: string;
  readonly name?: string | undefined;
}

/** Every scheme there is: a new one is one file and one word here. */
export const SCHEMES: readonly Scheme[] = [bearer, basic, header, query, cookie];

/**
 * Read what a person wrote: `bearer`, `basic`, `header:x-api-key`, `query:key`, `cookie:session`.
 *
 * Throws `ITEM_INVALID` for an unknown scheme and for a name that cannot be placed, such as `header:host`.
 */
export function parseAuth(text: string): Auth {
  const colon = text.indexOf(':');
  const word = colon === -1 ? text : text.slice(0, colon);
  return resolveAuth({ scheme: word, name: colon === -1 ? '' : text.slice(colon + 1) }).auth;
}

/** Half a sentence for people, such as `in the header x-api-key`. Throws `ITEM_INVALID` as `parseAuth` does. */
export function describeAuth(auth: Auth): string {
  const { scheme, name } = resolveAuth(auth);
  return scheme.describe(name);
}

/** The fields a call needs in `OutboundCall.fields`. Throws `ITEM_INVALID` as `parseAuth` does. */
export function authFields(auth: Auth): readonly AuthField[] {
  return resolveAuth(auth).scheme.fields;
}

/** The scheme of a binding's auth part and its canonical parameter. Throws `ITEM_INVALID`. */
export function resolveAuth(auth: Auth): { readonly scheme: Scheme; readonly name: string; readonly auth: Auth } {
  const scheme = SCHEMES.find((each) => each.scheme === auth.scheme);
  const name = scheme?.parse(auth.name ?? '');
  if (scheme === undefined || name === undefined) throw notAnAuth();
  return { scheme, name, auth: name === '' ? { scheme: scheme.scheme } : { scheme: scheme.scheme, name } };
}

function notAnAuth(): KeywardError {
  const forms = SCHEMES.map(({ scheme, parameter }) => (parameter === undefined ? scheme : `${scheme}:${parameter}`));
  return new KeywardError(
    'ITEM_INVALID',
    `expected the placement to be one of ${forms.join(', ')}, with a name that may be set`,
  );
}
