import { base62, oneOf, optional, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const stripe: Service = {
  id: 'stripe',
  name: 'Stripe',
  category: 'payments',
  tokens: [
    shape({
      id: 'stripe-key',
      label: 'Stripe secret or restricted key',
      prefixes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
      parts: [base62(16, 247)],
    }),
    publicShape({
      id: 'stripe-publishable-key',
      label: 'Stripe publishable key',
      prefixes: ['pk_live_', 'pk_test_'],
      parts: [base62(24, 247)],
    }),
    shape({
      id: 'stripe-webhook-secret',
      label: 'Stripe webhook signing secret',
      prefixes: ['whsec_'],
      parts: [characters('[A-Za-z0-9+/=]', 32, 64)],
    }),
    shape({
      id: 'stripe-organization-key',
      label: 'Stripe organization key',
      prefixes: ['sk_org_'],
      parts: [optional(oneOf('live_', 'test_')), base62(16, 247)],
    }),
  ],
  binding: {
    origins: ['https://api.stripe.com'],
    auth: 'bearer',
    read: [
      'GET /v1/customers/**',
      'GET /v1/charges/**',
      'GET /v1/invoices/**',
      'GET /v1/subscriptions/**',
      'GET /v1/balance',
      'GET /v1/products/**',
      'GET /v1/prices/**',
      'GET /v1/events/**',
      'GET /v1/payment_intents/**',
    ],
    write: [
      'POST /v1/refunds',
      'POST /v1/customers/**',
      'POST /v1/invoices/**',
      'POST /v1/subscriptions/**',
      'DELETE /v1/subscriptions/*',
      'POST /v1/payment_intents/**',
      'POST /v1/transfers',
      'POST /v1/payouts',
      'POST /v1/checkout/sessions',
      'POST /v1/payment_links',
    ],
    deny: [
      'POST,DELETE /v1/ephemeral_keys/**',
      'POST /v1/webhook_endpoints',
      'GET,POST /v1/apps/secrets/**',
      'POST /v1/account_links',
      'POST /v1/accounts/*/login_links',
      'POST /v1/terminal/connection_tokens',
      'POST,DELETE /v1/accounts/**',
      'GET /v1/issuing/cards/*',
    ],
    headers: ['stripe-version', 'stripe-account'],
  },
  identity: { method: 'GET', url: 'https://api.stripe.com/v1/account' },
  revocation: { page: 'dashboard.stripe.com/apikeys (roll or expire)' },
  environment: [
    'STRIPE_SECRET_KEY',
    'STRIPE_API_KEY',
    'STRIPE_RESTRICTED_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'STRIPE_PUBLISHABLE_KEY',
  ],
};
