import type { Service } from '../service.ts';

export const stripe: Service = {
  id: 'stripe',
  name: 'Stripe',
  revocation: { page: 'https://dashboard.stripe.com/apikeys' },
  environment: ['STRIPE_SECRET_KEY'],
  tokens: [
    {
      id: 'stripe-secret-key',
      label: 'Stripe secret key',
      prefixes: ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_'],
      keywords: [],
      body: '[rs]k_(?:live|test)_[A-Za-z0-9]{16,247}',
      boundary: 'word',
      maxLength: 255,
      secret: true,
    },
    {
      id: 'stripe-publishable-key',
      label: 'Stripe publishable key',
      prefixes: ['pk_live_', 'pk_test_'],
      keywords: [],
      body: 'pk_(?:live|test)_[A-Za-z0-9]{16,247}',
      boundary: 'word',
      maxLength: 255,
      secret: false,
    },
    {
      id: 'stripe-webhook-secret',
      label: 'Stripe webhook signing secret',
      prefixes: ['whsec_'],
      keywords: [],
      body: 'whsec_[A-Za-z0-9+/=]{32,64}',
      boundary: 'word',
      maxLength: 70,
      secret: true,
    },
  ],
};
