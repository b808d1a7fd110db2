import { base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const braveSearch: Service = {
  id: 'brave-search',
  name: 'Brave Search API',
  category: 'search',
  tokens: [
    shape({
      id: 'brave-search-key',
      label: 'Brave Search API key',
      keywords: ['brave'],
      parts: [text('BSA'), base64url(24, 40)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.search.brave.com'],
    auth: 'header:x-subscription-token',
    read: [],
    spend: [
      'GET /res/v1/web/search',
      'GET /res/v1/news/search',
      'GET /res/v1/images/search',
      'GET /res/v1/llm/context',
      'GET /res/v1/suggest/search',
    ],
    write: [],
    deny: [],
  },
  revocation: { page: 'api-dashboard.search.brave.com, API keys' },
  environment: ['BRAVE_API_KEY', 'BRAVE_SEARCH_API_KEY'],
};
