import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const serpapi: Service = {
  id: 'serpapi',
  name: 'SerpApi',
  category: 'search',
  tokens: [
    shape({
      id: 'serpapi-api-key',
      label: 'SerpApi API key',
      keywords: ['serpapi_api_key', 'serpapi_key', 'serpapi'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://serpapi.com'],
    auth: 'query:api_key',
    read: ['GET /account.json', 'GET /locations.json'],
    spend: ['GET /search.json', 'GET /search'],
    write: [],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://serpapi.com/account.json' },
  revocation: { page: 'serpapi.com/manage-api-key' },
  environment: ['SERPAPI_API_KEY', 'SERPAPI_KEY'],
};
