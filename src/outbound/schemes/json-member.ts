import { AUTH_SCHEMAS } from '../../core/index.ts';
import { always, defineScheme, oneField } from './define-scheme.ts';

/** A member of the JSON body, added to what the caller sends (Plaid). */
export const jsonMember = defineScheme({
  scheme: 'json',
  config: AUTH_SCHEMAS.json,
  fields: oneField,
  describe: ({ pointer }) => `in the member ${pointer} of the JSON body`,
  prepare: ({ pointer, field: id = 'credential' }, field) => {
    const secret = field(id);
    if (!secret.isWellFormed()) return undefined;
    const written = JSON.stringify(secret).slice(1, -1);
    return always({ json: [[pointer, secret]], secrets: written === secret ? [secret] : [secret, written] });
  },
});
