import { hex, text, oneOf, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const sourcegraph: Service = {
  id: 'sourcegraph',
  name: 'Sourcegraph',
  category: 'code-host',
  tokens: [
    shape({
      id: 'sourcegraph-token',
      label: 'Sourcegraph access token',
      prefixes: ['sgp_'],
      parts: [optional(oneOf('local'), text('_')), optional(hex(16), text('_')), hex(40)],
    }),
  ],
  binding: {
    origins: ['https://sourcegraph.com'],
    auth: 'header:authorization',
    valuePrefix: 'token ',
    read: ['GET /.api/search/stream'],
    write: [],
    deny: [],
    graphql: '/.api/graphql',
  },
  revocation: { page: 'user settings, access tokens' },
  environment: ['SRC_ACCESS_TOKEN', 'SOURCEGRAPH_TOKEN', 'SRC_ENDPOINT'],
};
