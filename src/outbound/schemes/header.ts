import { AUTH_SCHEMAS } from '../../core/index.ts';
import { isReservedHeader } from '../reserved-headers.ts';
import { always, defineScheme, oneField } from './define-scheme.ts';

/** The whole value of one request header, such as `x-api-key`. */
export const header = defineScheme({
  scheme: 'header',
  config: AUTH_SCHEMAS.header.refine(({ name }) => !isReservedHeader(name), 'the connection sets that header'),
  fields: oneField,
  describe: ({ name }) => `in the header ${name}`,
  prepare: ({ name, field: id = 'credential' }, field) => {
    const value = field(id);
    // RFC 9110 section 5.5: visible ASCII, with spaces only inside. Bytes above it are read differently by every server.
    if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return undefined;
    return always({ headers: [[name, value]], secrets: [value, ...wordsAfterScheme(value)] });
  },
});

// `Token abc` stored whole: a service that reflects the credential reflects `abc`.
function wordsAfterScheme(value: string): readonly string[] {
  const space = value.indexOf(' ');
  return space === -1 ? [] : [value.slice(space + 1).trimStart()];
}
