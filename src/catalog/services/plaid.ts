import { hex, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const plaid: Service = {
  id: 'plaid',
  name: 'Plaid',
  category: 'payments',
  tokens: [
    shape({ id: 'plaid-secret', label: 'Plaid secret', keywords: ['plaid_secret'], parts: [hex(30)], minEntropy: 3.0 }),
    publicShape({
      id: 'plaid-client-id',
      label: 'Plaid client id',
      keywords: ['plaid_client_id'],
      parts: [hex(24)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'plaid-access-token',
      label: 'Plaid access token of an item',
      prefixes: ['access-production-', 'access-sandbox-', 'access-development-'],
      parts: [uuid()],
    }),
    shape({
      id: 'plaid-link-token',
      label: 'Plaid link or public token',
      prefixes: ['link-production-', 'link-sandbox-', 'public-production-', 'public-sandbox-'],
      parts: [uuid()],
    }),
  ],
  notBound: 'the API wants several credentials at once',
  revocation: { page: 'dashboard.plaid.com, keys (secret)' },
  environment: ['PLAID_CLIENT_ID', 'PLAID_SECRET', 'PLAID_ENV', 'PLAID_ACCESS_TOKEN'],
};
