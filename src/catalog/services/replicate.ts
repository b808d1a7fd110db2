import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const replicate: Service = {
  id: 'replicate',
  name: 'Replicate',
  category: 'llm',
  tokens: [
    shape({ id: 'replicate-api-token', label: 'Replicate API token', prefixes: ['r8_'], parts: [base64url(37)] }),
  ],
  binding: {
    origins: ['https://api.replicate.com'],
    auth: 'bearer',
    read: [
      'GET /v1/account',
      'GET /v1/models/**',
      'GET /v1/predictions/**',
      'GET /v1/deployments/**',
      'GET /v1/collections/**',
    ],
    spend: [
      'POST /v1/predictions',
      'POST /v1/models/*/*/predictions',
      'POST /v1/deployments/*/*/predictions',
      'POST /v1/predictions/*/cancel',
    ],
    write: [
      'POST /v1/models',
      'DELETE /v1/models/*/*',
      'POST /v1/deployments',
      'PATCH /v1/deployments/*/*',
      'POST /v1/trainings',
    ],
    deny: ['GET /v1/webhooks/default/secret'],
  },
  identity: { method: 'GET', url: 'https://api.replicate.com/v1/account' },
  revocation: { page: 'replicate.com/account/api-tokens' },
  environment: ['REPLICATE_API_TOKEN'],
};
