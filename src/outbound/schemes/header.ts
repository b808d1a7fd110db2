import { isReservedHeader } from '../reserved-headers.ts';
import { defineScheme, isToken } from './define-scheme.ts';

/** The whole value of one request header, such as `x-api-key`. */
export const header = defineScheme({
  scheme: 'header',
  parameter: 'NAME',
  fields: [{ id: 'credential', required: true }],
  parse: (parameter) => {
    const name = parameter.toLowerCase();
    return isToken(name) && !isReservedHeader(name) ? name : undefined;
  },
  describe: (name) => `in the header ${name}`,
  place: ({ name, field }) => {
    const value = field('credential');
    // RFC 9110 section 5.5: visible ASCII, with spaces only inside. Bytes above it are read differently by every server.
    if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return undefined;
    return { header: { name, value }, secrets: [value, ...wordsAfterScheme(value)] };
  },
});

// `Token abc` stored whole: a service that reflects the credential reflects `abc`.
function wordsAfterScheme(value: string): readonly string[] {
  const space = value.indexOf(' ');
  return space === -1 ? [] : [value.slice(space + 1).trimStart()];
}
