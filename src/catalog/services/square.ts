import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const square: Service = {
  id: 'square',
  name: 'Square',
  category: 'payments',
  tokens: [
    shape({
      id: 'square-access-token',
      label: 'Square access token',
      prefixes: ['EAAA'],
      parts: [base64url(60)],
      minEntropy: 3.8,
    }),
    shape({
      id: 'square-legacy-access-token',
      label: 'Square legacy Access token',
      prefixes: ['sq0atp-'],
      parts: [base64url(22)],
    }),
    shape({
      id: 'square-application-secret',
      label: 'Square application secret',
      prefixes: ['sq0csp-'],
      parts: [base64url(43)],
    }),
    publicShape({
      id: 'square-application-id',
      label: 'Square application id',
      prefixes: ['sq0idp-'],
      parts: [base64url(22)],
    }),
  ],
  binding: {
    origins: ['https://connect.squareup.com'],
    auth: 'bearer',
    read: [
      'GET /v2/**',
      'POST /v2/orders/search',
      'POST /v2/customers/search',
      'POST /v2/catalog/search',
      'POST /v2/invoices/search',
      'POST /oauth2/token/status',
    ],
    write: [
      'POST /v2/payments',
      'POST /v2/refunds',
      'POST /v2/orders',
      'POST /v2/customers',
      'POST /v2/invoices',
      'POST /v2/catalog/object',
    ],
    deny: ['POST /oauth2/token', 'POST /oauth2/revoke', 'POST /v2/terminals/checkouts'],
    headers: ['square-version'],
  },
  identity: { method: 'POST', url: 'https://connect.squareup.com/oauth2/token/status' },
  environment: ['SQUARE_ACCESS_TOKEN', 'SQUARE_APPLICATION_SECRET', 'SQUARE_APPLICATION_ID', 'SQUARE_TOKEN'],
};
