import { AUTH_SCHEMAS } from '../../core/index.ts';
import { always, defineScheme, isVisibleAscii, oneField } from './define-scheme.ts';

/** RFC 6750 section 2.1. Any visible ASCII is taken: real tokens leave the b64token alphabet. */
export const bearer = defineScheme({
  scheme: 'bearer',
  config: AUTH_SCHEMAS.bearer,
  fields: oneField,
  describe: () => 'as a bearer token in the header authorization',
  prepare: ({ field: id = 'credential' }, field) => {
    const token = field(id);
    if (!isVisibleAscii(token)) return undefined;
    const value = `Bearer ${token}`;
    return always({ headers: [['authorization', value]], secrets: [token, value] });
  },
});
