import { KeywardError } from '../../core/index.ts';

/** `name=value` in two; the value may hold further signs. Throws `CONFIG_INVALID` naming the option. */
export function splitClaim(text: string, option: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new KeywardError('CONFIG_INVALID', `${option}: expected name=value`);
}
