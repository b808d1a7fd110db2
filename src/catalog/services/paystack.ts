import type { Service } from '../service.ts';

export const paystack: Service = {
  id: 'paystack',
  name: 'Paystack',
  category: 'payments',
  tokens: [],
  sharedShapes: ['stripe-key', 'stripe-publishable-key'],
  binding: {
    origins: ['https://api.paystack.co'],
    auth: 'bearer',
    read: ['GET /transaction/**', 'GET /customer/**', 'GET /balance'],
    write: ['POST /transaction/initialize', 'POST /refund', 'POST /transfer', 'POST /transaction/charge_authorization'],
    deny: ['POST /transfer/disable_otp'],
  },
  identity: { method: 'GET', url: 'https://api.paystack.co/balance' },
  revocation: { page: 'dashboard.paystack.com, settings, API keys' },
  environment: ['PAYSTACK_SECRET_KEY', 'PAYSTACK_PUBLIC_KEY'],
};
