import { hex, lower36, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const paypal: Service = {
  id: 'paypal',
  name: 'PayPal',
  category: 'payments',
  tokens: [
    shape({
      id: 'paypal-client-secret',
      label: 'PayPal client secret',
      keywords: ['paypal'],
      parts: [text('E'), base64url(79)],
      minEntropy: 3.8,
    }),
    publicShape({
      id: 'paypal-client-id',
      label: 'PayPal client id',
      keywords: ['paypal'],
      parts: [text('A'), base64url(79)],
    }),
    shape({
      id: 'paypal-access-token',
      label: 'PayPal access token',
      prefixes: ['A21AA'],
      parts: [base64url(60, 512)],
    }),
    shape({
      id: 'braintree-access-token',
      label: 'Braintree access token',
      prefixes: ['access_token$production$'],
      parts: [lower36(16), text('$'), hex(32)],
    }),
  ],
  binding: {
    origins: ['https://api-m.paypal.com'],
    auth: 'bearer',
    read: [
      'GET /v2/checkout/orders/*',
      'GET /v2/payments/**',
      'GET /v1/billing/**',
      'GET /v2/invoicing/invoices',
      'POST /v2/invoicing/search-invoices',
      'GET /v1/reporting/transactions',
      'GET /v1/reporting/balances',
    ],
    write: [
      'POST /v2/checkout/orders',
      'POST /v2/payments/captures/*/refund',
      'POST /v1/payments/payouts',
      'POST /v2/invoicing/invoices',
      'POST /v1/billing/subscriptions',
    ],
    deny: ['POST /v1/oauth2/token', 'POST /v1/identity/generate-token', 'POST /v1/notifications/webhooks'],
  },
  revocation: { page: 'developer.paypal.com, apps and credentials; access token: POST /v1/oauth2/token/terminate' },
  environment: ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET', 'PAYPAL_SECRET', 'PAYPAL_ACCESS_TOKEN'],
};
