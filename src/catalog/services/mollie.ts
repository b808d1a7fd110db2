import { base62, text, oneOf } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const mollie: Service = {
  id: 'mollie',
  name: 'Mollie',
  category: 'payments',
  tokens: [
    shape({
      id: 'mollie-key',
      label: 'Mollie API key',
      keywords: ['mollie'],
      parts: [oneOf('live_', 'test_'), base62(30)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'mollie-access-token',
      label: 'Mollie organization access token',
      keywords: ['mollie'],
      parts: [text('access_'), base62(20, 128)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.mollie.com'],
    auth: 'bearer',
    read: ['GET /v2/**'],
    write: [
      'POST /v2/payments',
      'POST /v2/payments/*/refunds',
      'POST /v2/orders',
      'POST /v2/subscriptions',
      'DELETE /v2/payments/*',
    ],
    deny: ['POST /oauth2/tokens', 'POST,DELETE /v2/profiles/**'],
  },
  identity: { method: 'GET', url: 'https://api.mollie.com/v2/methods' },
  revocation: { page: 'my.mollie.com, developers, API keys' },
  environment: ['MOLLIE_API_KEY', 'MOLLIE_ACCESS_TOKEN'],
};
