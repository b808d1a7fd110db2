import { upperHex, base62, base64, text, oneOf, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const adyen: Service = {
  id: 'adyen',
  name: 'Adyen',
  category: 'payments',
  tokens: [
    shape({
      id: 'adyen-key',
      label: 'Adyen API key',
      keywords: ['adyen'],
      parts: [text('AQE'), base64(40, 400), optional(text('=')), optional(text('='))],
      minEntropy: 3.8,
    }),
    publicShape({
      id: 'adyen-client-key',
      label: 'Adyen client key',
      keywords: ['adyen'],
      parts: [oneOf('live_', 'test_'), base62(32)],
    }),
    shape({
      id: 'adyen-hmac-key',
      label: 'Adyen HMAC key',
      keywords: ['adyen_hmac_key'],
      parts: [upperHex(64)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://management-live.adyen.com'],
    auth: 'header:x-api-key',
    read: ['GET /v3/me', 'GET /v3/merchants/**', 'POST /v71/paymentMethods'],
    write: [
      'POST /v71/payments',
      'POST /v71/payments/*/refunds',
      'POST /v71/payments/*/cancels',
      'POST /v71/paymentLinks',
    ],
    deny: [
      'GET,POST,PATCH /v3/companies/*/apiCredentials/**',
      'GET,POST,PATCH /v3/merchants/*/apiCredentials/**',
      'POST /v3/**/generateApiKey',
      'POST /v3/**/generateHmac',
      'GET,POST,PATCH /v3/companies/*/users/**',
    ],
  },
  identity: { method: 'GET', url: 'https://management-test.adyen.com/v3/me' },
  revocation: { page: 'Customer Area, API credentials' },
  environment: ['ADYEN_API_KEY', 'ADYEN_CLIENT_KEY', 'ADYEN_HMAC_KEY', 'ADYEN_MERCHANT_ACCOUNT'],
};
