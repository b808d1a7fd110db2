import { defineScheme, isToken } from './define-scheme.ts';

/** The only cookie of the request. */
export const cookie = defineScheme({
  scheme: 'cookie',
  parameter: 'NAME',
  fields: [{ id: 'credential', required: true }],
  parse: (parameter) => (isToken(parameter) ? parameter : undefined),
  describe: (name) => `in the cookie ${name}`,
  place: ({ name, field }) => {
    const secret = field('credential');
    // RFC 6265 section 4.1.1, cookie-octet: anything else would end the value or begin another cookie.
    if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/.test(secret)) return undefined;
    const value = `${name}=${secret}`;
    return { header: { name: 'cookie', value }, secrets: [secret, value] };
  },
});
