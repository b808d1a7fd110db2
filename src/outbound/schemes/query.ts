import { AUTH_SCHEMAS } from '../../core/index.ts';
import { always, defineScheme, oneField } from './define-scheme.ts';

/** A query parameter, appended to what the request already asks. */
export const query = defineScheme({
  scheme: 'query',
  config: AUTH_SCHEMAS.query,
  fields: oneField,
  describe: ({ name }) => `in the query parameter ${name}`,
  prepare: ({ name, field: id = 'credential' }, field) => {
    const secret = field(id);
    const value = encodeURIComponent(secret);
    return always({ query: [[name, value]], secrets: value === secret ? [secret] : [secret, value] });
  },
});
