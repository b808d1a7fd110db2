import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const render: Service = {
  id: 'render',
  name: 'Render',
  category: 'paas',
  tokens: [shape({ id: 'render-api-key', label: 'Render API key', prefixes: ['rnd_'], parts: [base62(28)] })],
  binding: {
    origins: ['https://api.render.com'],
    auth: 'bearer',
    read: [
      'GET /v1/services',
      'GET /v1/services/*',
      'GET /v1/services/*/deploys/**',
      'GET /v1/owners/**',
      'GET /v1/logs',
      'GET /v1/metrics/**',
    ],
    write: [
      'POST /v1/services',
      'PATCH /v1/services/*',
      'POST /v1/services/*/deploys',
      'POST /v1/services/*/restart',
      'POST /v1/services/*/suspend',
    ],
    deny: [
      'GET,PUT,DELETE /v1/services/*/env-vars/**',
      'GET,PUT,DELETE /v1/services/*/secret-files/**',
      'GET,POST,PUT,PATCH,DELETE /v1/env-groups/**',
      'GET /v1/postgres/*/connection-info',
      'GET /v1/key-value/*/connection-info',
      'DELETE /v1/services/*',
    ],
  },
  identity: { method: 'GET', url: 'https://api.render.com/v1/users' },
  revocation: { page: 'dashboard.render.com, account settings, API keys' },
  environment: ['RENDER_API_KEY'],
};
