import type { Service } from '../service.ts';

export const turso: Service = {
  id: 'turso',
  name: 'Turso',
  category: 'database',
  tokens: [],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://api.turso.tech'],
    auth: 'bearer',
    read: ['GET /v1/organizations', 'GET /v1/organizations/*/databases', 'GET /v1/auth/validate'],
    write: ['POST /v1/organizations/*/databases', 'DELETE /v1/organizations/*/databases/*'],
    deny: [
      'GET,POST,DELETE /v1/auth/api-tokens/**',
      'GET,DELETE /v1/organizations/*/api-tokens/**',
      'POST /v1/organizations/*/databases/*/auth/**',
      'POST /v1/organizations/*/groups/*/auth/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.turso.tech/v1/auth/validate' },
  revocation: {
    page: 'database tokens only all together: POST /v1/organizations/{organization}/databases/{name}/auth/rotate',
  },
  environment: ['TURSO_API_TOKEN', 'TURSO_AUTH_TOKEN', 'TURSO_DATABASE_URL'],
};
