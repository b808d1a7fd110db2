import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const algolia: Service = {
  id: 'algolia',
  name: 'Algolia',
  category: 'search',
  tokens: [
    shape({
      id: 'algolia-admin',
      label: 'Algolia admin',
      keywords: ['algolia_api_key', 'algolia_admin_key', 'algolia_write_key', 'algolia'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'algolia-search-only-key',
      label: 'Algolia search-only key',
      keywords: ['algolia_search_key', 'next_public_algolia_search_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  notBound: 'the API wants several credentials at once',
  environment: ['ALGOLIA_API_KEY', 'ALGOLIA_ADMIN_KEY', 'ALGOLIA_APP_ID', 'ALGOLIA_SEARCH_KEY'],
};
