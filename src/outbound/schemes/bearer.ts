import { defineScheme, isVisibleAscii, takesNoParameter } from './define-scheme.ts';

/** RFC 6750 section 2.1. Any visible ASCII is taken: real tokens leave the b64token alphabet. */
export const bearer = defineScheme({
  scheme: 'bearer',
  fields: [{ id: 'credential', required: true }],
  parse: takesNoParameter,
  describe: () => 'as a bearer token in the header authorization',
  place: ({ field }) => {
    const token = field('credential');
    if (!isVisibleAscii(token)) return undefined;
    const value = `Bearer ${token}`;
    return { header: { name: 'authorization', value }, secrets: [token, value] };
  },
});
