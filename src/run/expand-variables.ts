const VARIABLE = /\\\$|\$\{\s*([A-Za-z_]\w*)\s*(?::-([^}]*))?\}|\$([A-Za-z_]\w*)/g;

/**
 * Put values in the place of `$NAME`, `${NAME}` and `${NAME:-default}`; `\$` is a dollar sign. A name that is not
 * set gives its default or nothing, as in a shell.
 *
 * For texts whose writer may choose variables: never for a reference that came from an agent.
 */
export function expandVariables(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(VARIABLE, (whole: string, ...groups: readonly (string | undefined)[]) => {
    if (whole === '\\$') return '$';
    const [braced, fallback, bare] = groups;
    const value = lookup(braced ?? bare ?? '');
    return value === undefined || value === '' ? (fallback ?? value ?? '') : value;
  });
}
