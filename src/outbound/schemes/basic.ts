import { AUTH_SCHEMAS } from '../../core/index.ts';
import { always, defineScheme } from './define-scheme.ts';

/**
 * RFC 7617, in UTF-8. The password may be missing: several services take an API key as the user name
 * alone, and then the user name is the secret. Others take it as the password alone, with an empty user name.
 */
export const basic = defineScheme({
  scheme: 'basic',
  config: AUTH_SCHEMAS.basic,
  fields: () => [
    { id: 'username', required: true, mayBeEmpty: true },
    { id: 'password', required: false },
  ],
  describe: () => 'as basic authentication in the header authorization',
  prepare: (_, field) => {
    const username = field('username');
    const password = field('password');
    // A colon would move the border between user name and password (RFC 7617 section 2).
    if (username.includes(':') || username + password === '') return undefined;
    const pair = `${username}:${password}`;
    const encoded = Buffer.from(pair, 'utf8').toString('base64');
    const value = `Basic ${encoded}`;
    const secret = password === '' ? username : password;
    return always({ headers: [['authorization', value]], secrets: [secret, pair, encoded, value] });
  },
});
