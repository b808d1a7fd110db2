const VARIABLE = /\\(\$)|\$\{\s*([A-Za-z_]\w*)\s*(?::-([^}]*))?\}|\$([A-Za-z_]\w*)/g;
const ESCAPE_OR_VARIABLE = new RegExp(`\\\\([nrt"\\\\$])|${VARIABLE.source}`, 'g');

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

type Lookup = (name: string) => string | undefined;

/**
 * Put values instead of `$NAME`, `${NAME}` and `${NAME:-default}`; `\$` is a dollar sign. A name that is not
 * set gives its default or nothing, as in a shell.
 *
 * For texts whose writer may choose variables: never for a reference that came from an agent.
 */
export function expandVariables(text: string, lookup: Lookup): string {
  return text.replace(VARIABLE, (_whole, ...groups: readonly (string | undefined)[]) => replacement(groups, lookup));
}

/** The same between double quotes, where `\n`, `\r`, `\t`, `\"` and `\\` are escapes too. */
export function expandEscapes(text: string, lookup: Lookup): string {
  return text.replace(
    ESCAPE_OR_VARIABLE,
    (_whole, escaped: string | undefined, ...groups: readonly (string | undefined)[]) =>
      escaped === undefined ? replacement(groups, lookup) : (ESCAPED[escaped] ?? escaped),
  );
}

function replacement([dollar, braced, fallback, bare]: readonly (string | undefined)[], lookup: Lookup): string {
  if (dollar !== undefined) return dollar;
  const value = lookup(braced ?? bare ?? '');
  return value === undefined || value === '' ? (fallback ?? '') : value;
}
