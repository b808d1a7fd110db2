import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const wise: Service = {
  id: 'wise',
  name: 'Wise',
  category: 'payments',
  tokens: [
    shape({
      id: 'wise-api-token',
      label: 'Wise API token',
      keywords: ['wise_api_token', 'transferwise_api_key'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.wise.com'],
    auth: 'bearer',
    read: ['GET /v1/**', 'GET /v2/**', 'GET /v3/**', 'GET /v4/**', 'POST /v3/profiles/*/quotes'],
    write: ['POST /v1/transfers', 'POST /v1/accounts', 'POST /v3/profiles/*/transfers/*/payments'],
    deny: ['POST /oauth/token', 'POST /v3/profiles/*/subscriptions'],
  },
  identity: { method: 'GET', url: 'https://api.wise.com/v1/profiles' },
  revocation: { page: 'wise.com/settings/api-tokens' },
  environment: ['WISE_API_TOKEN', 'WISE_API_KEY'],
};
