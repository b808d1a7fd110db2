import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const pipedrive: Service = {
  id: 'pipedrive',
  name: 'Pipedrive',
  category: 'crm',
  tokens: [
    shape({
      id: 'pipedrive-api-token',
      label: 'Pipedrive API token',
      keywords: ['pipedrive_api_token', 'pipedrive_api_key', 'pipedrive'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.pipedrive.com'],
    auth: 'header:x-api-token',
    read: ['GET /v1/**', 'GET /api/v2/**'],
    write: [
      'POST,PUT,PATCH,DELETE /v1/deals/**',
      'POST,PUT,PATCH,DELETE /v1/persons/**',
      'POST,PUT,PATCH,DELETE /v1/activities/**',
      'POST,PATCH,DELETE /api/v2/**',
    ],
    deny: ['POST,DELETE /v1/webhooks/**', 'POST,PUT /v1/users/**'],
  },
  identity: { method: 'GET', url: 'https://api.pipedrive.com/v1/users/me' },
  revocation: { page: 'app.pipedrive.com/settings/api (regenerate)' },
  environment: ['PIPEDRIVE_API_TOKEN', 'PIPEDRIVE_API_KEY'],
};
