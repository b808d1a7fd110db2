import { base62, word } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const godaddy: Service = {
  id: 'godaddy',
  name: 'GoDaddy',
  category: 'dns',
  tokens: [
    shape({
      id: 'godaddy-api-key',
      label: 'GoDaddy API key',
      keywords: ['godaddy_api_key'],
      parts: [word(30, 40)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'godaddy-api-secret',
      label: 'GoDaddy API secret',
      keywords: ['godaddy_api_secret'],
      parts: [base62(22)],
      minEntropy: 2.5,
    }),
  ],
  notBound: 'the header holds two credentials',
  identity: { method: 'GET', url: 'https://api.godaddy.com/v1/domains?limit=1' },
  revocation: { page: 'developer.godaddy.com/keys' },
  environment: ['GODADDY_API_KEY', 'GODADDY_API_SECRET'],
};
