import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const here: Service = {
  id: 'here',
  name: 'HERE',
  category: 'maps',
  tokens: [
    shape({
      id: 'here-key',
      label: 'HERE API key',
      keywords: ['here_api_key', 'hereapi'],
      parts: [base64url(43)],
      minEntropy: 3.8,
    }),
  ],
  binding: {
    origins: ['https://geocode.search.hereapi.com'],
    auth: 'query:apiKey',
    read: [],
    spend: ['GET /v1/geocode'],
    write: [],
    deny: [],
  },
  revocation: { page: 'platform.here.com, access manager' },
  environment: ['HERE_API_KEY', 'HERE_ACCESS_KEY_ID', 'HERE_ACCESS_KEY_SECRET'],
};
