import { defineScheme } from './define-scheme.ts';

/** A query parameter, appended to what the request already asks. */
export const query = defineScheme({
  scheme: 'query',
  parameter: 'NAME',
  fields: [{ id: 'credential', required: true }],
  parse: (parameter) => (/^[A-Za-z0-9._~-]{1,128}$/.test(parameter) ? parameter : undefined),
  describe: (name) => `in the query parameter ${name}`,
  place: ({ name, field }) => {
    const secret = field('credential');
    const value = encodeURIComponent(secret);
    return { query: { name, value }, secrets: value === secret ? [secret] : [secret, value] };
  },
});
