import type { Service } from '../service.ts';

export const lemonsqueezy: Service = {
  id: 'lemonsqueezy',
  name: 'Lemon Squeezy',
  category: 'payments',
  tokens: [],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://api.lemonsqueezy.com'],
    auth: 'bearer',
    read: ['GET /v1/**'],
    write: [
      'POST /v1/checkouts',
      'PATCH,DELETE /v1/subscriptions/*',
      'POST /v1/orders/*/refund',
      'PATCH /v1/license-keys/*',
      'POST,DELETE /v1/discounts/**',
    ],
    deny: ['POST,PATCH /v1/webhooks/**'],
  },
  identity: { method: 'GET', url: 'https://api.lemonsqueezy.com/v1/users/me' },
  revocation: { page: 'app.lemonsqueezy.com/settings/api' },
  environment: ['LEMONSQUEEZY_API_KEY', 'LEMON_SQUEEZY_API_KEY'],
};
