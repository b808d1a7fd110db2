import { base62, text, oneOf } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const paddle: Service = {
  id: 'paddle',
  name: 'Paddle',
  category: 'payments',
  tokens: [
    shape({
      id: 'paddle-key',
      label: 'Paddle API key',
      prefixes: ['pdl_live_apikey_', 'pdl_sdbx_apikey_'],
      parts: [base62(26), text('_'), base62(22), text('_'), base62(3)],
    }),
    publicShape({
      id: 'paddle-client-token',
      label: 'Paddle client-side token',
      keywords: ['paddle'],
      parts: [oneOf('live_', 'test_'), base62(27)],
    }),
    shape({
      id: 'paddle-notification-secret',
      label: 'Paddle notification secret',
      prefixes: ['pdl_ntfset_'],
      parts: [base62(20, 512)],
    }),
  ],
  binding: {
    origins: ['https://api.paddle.com'],
    auth: 'bearer',
    read: [
      'GET /products/**',
      'GET /prices/**',
      'GET /customers/**',
      'GET /subscriptions/**',
      'GET /transactions/**',
      'POST /transactions/preview',
      'POST /pricing-preview',
    ],
    write: ['POST,PATCH /products/**', 'POST,PATCH /subscriptions/**', 'POST /adjustments', 'POST /transactions'],
    deny: ['POST,PATCH /notification-settings/**', 'POST /customers/*/portal-sessions', 'POST /client-tokens'],
    headers: ['paddle-version'],
  },
  identity: { method: 'GET', url: 'https://api.paddle.com/event-types' },
  revocation: { page: 'vendors.paddle.com, developer tools, authentication' },
  environment: ['PADDLE_API_KEY', 'PADDLE_WEBHOOK_SECRET'],
};
