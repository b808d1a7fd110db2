import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const neon: Service = {
  id: 'neon',
  name: 'Neon',
  category: 'database',
  tokens: [
    shape({ id: 'neon-api-key', label: 'Neon API key', prefixes: ['napi_'], parts: [base62(64)] }),
    shape({ id: 'neon-database-password', label: 'Neon database password', prefixes: ['npg_'], parts: [base62(12)] }),
  ],
  binding: {
    origins: ['https://console.neon.tech'],
    auth: 'bearer',
    read: [
      'GET /api/v2/projects',
      'GET /api/v2/projects/*',
      'GET /api/v2/projects/*/branches',
      'GET /api/v2/projects/*/operations/**',
      'GET /api/v2/users/me',
    ],
    write: [
      'POST /api/v2/projects',
      'PATCH /api/v2/projects/*',
      'POST /api/v2/projects/*/branches',
      'DELETE /api/v2/projects/*/branches/*',
      'POST /api/v2/projects/*/endpoints/**',
    ],
    deny: [
      'GET,POST,DELETE /api/v2/api_keys/**',
      'GET,POST,DELETE /api/v2/organizations/*/api_keys/**',
      'GET /api/v2/projects/*/connection_uri',
      'GET /api/v2/projects/*/branches/*/roles/*/reveal_password',
      'POST /api/v2/projects/*/branches/*/roles/*/reset_password',
      'DELETE /api/v2/projects/*',
    ],
  },
  identity: { method: 'GET', url: 'https://console.neon.tech/api/v2/users/me' },
  environment: ['NEON_API_KEY', 'DATABASE_URL'],
};
