import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const razorpay: Service = {
  id: 'razorpay',
  name: 'Razorpay',
  category: 'payments',
  tokens: [
    publicShape({
      id: 'razorpay-key-id',
      label: 'Razorpay key id',
      prefixes: ['rzp_live_', 'rzp_test_'],
      parts: [base62(14)],
    }),
    shape({
      id: 'razorpay-key-secret',
      label: 'Razorpay key secret',
      keywords: ['razorpay_key_secret', 'razorpay_secret'],
      parts: [base62(24)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://api.razorpay.com'],
    auth: 'basic',
    read: ['GET /v1/**'],
    write: [
      'POST /v1/orders',
      'POST /v1/payments/*/refund',
      'POST /v1/payments/*/capture',
      'POST /v1/payment_links',
      'POST /v1/payouts',
    ],
    deny: ['POST /v1/webhooks', 'POST,PATCH /v2/accounts/**'],
  },
  identity: { method: 'GET', url: 'https://api.razorpay.com/v1/orders?count=1' },
  revocation: { page: 'dashboard.razorpay.com, API keys' },
  environment: ['RAZORPAY_KEY_ID', 'RAZORPAY_KEY_SECRET'],
};
