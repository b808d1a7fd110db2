import { AUTH_SCHEMAS } from '../../core/index.ts';
import { always, defineScheme, oneField } from './define-scheme.ts';

/** A member of the form body, added to what the caller sends (`client_secret` of OAuth). */
export const formMember = defineScheme({
  scheme: 'form',
  config: AUTH_SCHEMAS.form,
  fields: oneField,
  describe: ({ name }) => `in the member ${name} of the form body`,
  prepare: ({ name, field: id = 'credential' }, field) => {
    const secret = field(id);
    if (!secret.isWellFormed()) return undefined;
    const written = new URLSearchParams([['', secret]]).toString().slice(1);
    return always({ form: [[name, secret]], secrets: written === secret ? [secret] : [secret, written] });
  },
});
