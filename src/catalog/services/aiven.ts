import { base64, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const aiven: Service = {
  id: 'aiven',
  name: 'Aiven',
  category: 'database',
  tokens: [
    shape({
      id: 'aiven-token',
      label: 'Aiven token',
      keywords: ['aiven'],
      parts: [base64(370, 372), optional(text('=')), optional(text('='))],
      minEntropy: 4,
    }),
  ],
  binding: {
    origins: ['https://api.aiven.io'],
    auth: 'header:authorization',
    valuePrefix: 'aivenv1 ',
    read: ['GET /v1/project', 'GET /v1/me', 'GET /v1/project/*/service/*/metrics'],
    write: ['POST /v1/project/*/service', 'PUT /v1/project/*/service/*'],
    deny: [
      'GET,POST,DELETE /v1/access_token/**',
      'GET /v1/project/*/service/*',
      'POST,PUT,DELETE /v1/project/*/service/*/user/**',
      'DELETE /v1/project/*/service/*',
    ],
  },
  identity: { method: 'GET', url: 'https://api.aiven.io/v1/me' },
  environment: ['AIVEN_TOKEN', 'AIVEN_AUTH_TOKEN'],
};
