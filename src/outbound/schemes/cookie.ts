import { AUTH_SCHEMAS } from '../../core/index.ts';
import { always, defineScheme, oneField } from './define-scheme.ts';

/** The only cookie of the request. */
export const cookie = defineScheme({
  scheme: 'cookie',
  config: AUTH_SCHEMAS.cookie,
  fields: oneField,
  describe: ({ name }) => `in the cookie ${name}`,
  prepare: ({ name, field: id = 'credential' }, field) => {
    const secret = field(id);
    // RFC 6265 section 4.1.1, cookie-octet: anything else would end the value or begin another cookie.
    if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/.test(secret)) return undefined;
    const value = `${name}=${secret}`;
    return always({ headers: [['cookie', value]], secrets: [secret, value] });
  },
});
