import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const apify: Service = {
  id: 'apify',
  name: 'Apify',
  category: 'search',
  tokens: [
    shape({ id: 'apify-api-token', label: 'Apify API token', prefixes: ['apify_api_'], parts: [base62(34, 38)] }),
  ],
  binding: {
    origins: ['https://api.apify.com'],
    auth: 'bearer',
    read: [
      'GET /v2/users/me',
      'GET /v2/acts/**',
      'GET /v2/actor-runs/**',
      'GET /v2/datasets/**',
      'GET /v2/key-value-stores/**',
    ],
    spend: ['POST /v2/acts/*/runs', 'POST /v2/acts/*/run-sync', 'POST /v2/acts/*/run-sync-get-dataset-items'],
    write: [
      'POST /v2/acts',
      'PUT /v2/acts/*',
      'DELETE /v2/acts/*',
      'DELETE /v2/datasets/*',
      'PUT /v2/key-value-stores/*/records/*',
    ],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.apify.com/v2/users/me' },
  revocation: { page: 'console.apify.com, settings, API' },
  environment: ['APIFY_TOKEN', 'APIFY_API_TOKEN'],
};
