import { base64url, oneOf } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const gocardless: Service = {
  id: 'gocardless',
  name: 'GoCardless',
  category: 'payments',
  tokens: [
    shape({
      id: 'gocardless-token',
      label: 'GoCardless access token',
      keywords: ['gocardless'],
      parts: [oneOf('live_', 'sandbox_'), base64url(40, 42)],
      minEntropy: 3.5,
    }),
  ],
  binding: {
    origins: ['https://api.gocardless.com'],
    auth: 'bearer',
    read: ['GET /customers/**', 'GET /payments/**', 'GET /mandates/**', 'GET /events/**', 'GET /payouts/**'],
    write: [
      'POST /payments',
      'POST /payments/*/actions/cancel',
      'POST /refunds',
      'POST /subscriptions',
      'POST /mandates/*/actions/cancel',
    ],
    deny: [],
    headers: ['gocardless-version'],
  },
  identity: { method: 'GET', url: 'https://api.gocardless.com/creditors' },
  revocation: { page: 'manage.gocardless.com/developers' },
  environment: ['GOCARDLESS_ACCESS_TOKEN'],
};
