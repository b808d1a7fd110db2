import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const attio: Service = {
  id: 'attio',
  name: 'Attio',
  category: 'crm',
  tokens: [
    shape({
      id: 'attio-api-key-or-oauth-token',
      label: 'Attio API key or OAuth token',
      keywords: ['attio_api_key', 'attio_access_token'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.attio.com'],
    auth: 'bearer',
    read: ['GET /v2/**', 'POST /v2/objects/*/records/query', 'POST /v2/lists/*/entries/query'],
    write: [
      'POST,PUT,PATCH,DELETE /v2/objects/*/records/**',
      'POST,PATCH,DELETE /v2/notes/**',
      'POST,PATCH,DELETE /v2/tasks/**',
      'POST,PUT,PATCH,DELETE /v2/lists/**',
    ],
    deny: ['POST,PATCH,DELETE /v2/webhooks/**'],
  },
  identity: { method: 'GET', url: 'https://api.attio.com/v2/self' },
  revocation: { page: 'app.attio.com, settings, developers' },
  environment: ['ATTIO_API_KEY', 'ATTIO_ACCESS_TOKEN'],
};
