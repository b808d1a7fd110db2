// In: the auth part of a binding, one placement or several.
// Out: the schemes behind it: which fields they need, where they place them, how people read it.
// Never here: sending anything.
import { authList, KeywardError, parseAuth as readAuth, type Auth } from '../../core/index.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { cookie } from './cookie.ts';
import type { AnyScheme, AuthField, ResolvedScheme } from './define-scheme.ts';
import { formMember } from './form-member.ts';
import { header } from './header.ts';
import { jsonMember } from './json-member.ts';
import { path } from './path.ts';
import { query } from './query.ts';

export type { AnyScheme, AuthAttempt, AuthField, Authorizer, Placement } from './define-scheme.ts';

/** The config of any scheme: read by the scheme itself. */
export interface AuthConfig {
  readonly scheme: string;
}

/** One placement, or several of one item. */
export type AuthConfigs = AuthConfig | readonly AuthConfig[];

/** Every scheme there is: a new one is one file, one word here, and its config in `core/auth.ts`. */
export const SCHEMES: readonly AnyScheme[] = [bearer, basic, header, query, cookie, path, jsonMember, formMember];

/**
 * Read what a person wrote: `bearer`, `header:x-api-key`, `path:/bot{credential}`, `header:dd-api-key=api_key`.
 *
 * Throws `ITEM_INVALID` for an unknown scheme and for a name that cannot be placed, such as `header:host`.
 */
export function parseAuth(text: string): Auth {
  const auth = readAuth(text);
  resolveAuth(auth);
  return auth;
}

/** Half a sentence for people, such as `in the header x-api-key`. Throws `ITEM_INVALID` as `parseAuth` does. */
export function describeAuth(auth: AuthConfigs): string {
  return authList(auth)
    .map((each) => resolveAuth(each).describe)
    .join(', and ');
}

/** The fields a call needs in `OutboundCall.fields`. Throws `ITEM_INVALID` as `parseAuth` does. */
export function authFields(auth: AuthConfigs): readonly AuthField[] {
  return authList(auth).flatMap((each) => resolveAuth(each).fields);
}

/** The scheme of one placement. Throws `ITEM_INVALID` when none of `schemes` reads it. */
export function resolveAuth(auth: AuthConfig, schemes: readonly AnyScheme[] = SCHEMES): ResolvedScheme {
  const resolved = schemes.find(({ scheme }) => scheme === auth.scheme)?.resolve(auth);
  if (resolved !== undefined) return resolved;
  throw new KeywardError('ITEM_INVALID', 'the placement of the item is unknown, or in a header that Keyward sets');
}
