import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const infisical: Service = {
  id: 'infisical',
  name: 'Infisical',
  category: 'secrets',
  tokens: [
    shape({
      id: 'infisical-client-secret',
      label: 'Infisical client secret',
      keywords: ['infisical_client_secret', 'infisical_universal_auth_client_secret'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://app.infisical.com'],
    auth: 'bearer',
    read: ['GET /api/v1/workspace/**', 'GET /api/v1/folders', 'GET /api/v1/audit-logs'],
    write: [
      'POST,PATCH,DELETE /api/v3/secrets/raw/**',
      'POST,PATCH,DELETE /api/v4/secrets/**',
      'POST,PATCH,DELETE /api/v1/folders/**',
    ],
    deny: [
      'GET /api/v3/secrets/**',
      'GET /api/v4/secrets/**',
      'POST /api/v1/auth/**',
      'POST,PATCH,DELETE /api/v1/identities/**',
    ],
  },
  identity: { method: 'GET', url: 'https://app.infisical.com/api/v1/workspace' },
  environment: [
    'INFISICAL_TOKEN',
    'INFISICAL_CLIENT_ID',
    'INFISICAL_CLIENT_SECRET',
    'INFISICAL_UNIVERSAL_AUTH_CLIENT_ID',
  ],
};
