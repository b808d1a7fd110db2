import { base62, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const cockroachdbCloud: Service = {
  id: 'cockroachdb-cloud',
  name: 'CockroachDB Cloud',
  category: 'database',
  tokens: [
    shape({
      id: 'cockroachdb-cloud-key',
      label: 'CockroachDB Cloud API key',
      prefixes: ['CCDB1_'],
      parts: [base62(22), text('_'), base62(40)],
    }),
  ],
  binding: {
    origins: ['https://cockroachlabs.cloud'],
    auth: 'bearer',
    read: ['GET /api/v1/clusters/**', 'GET /api/v1/organization'],
    write: ['POST,PATCH /api/v1/clusters/**'],
    deny: [
      'GET,POST,PATCH,DELETE /api/v1/api-keys/**',
      'GET,POST,PUT,DELETE /api/v1/clusters/*/sql-users/**',
      'GET,POST,PATCH,DELETE /api/v1/service-accounts/**',
      'DELETE /api/v1/clusters/*',
    ],
    headers: ['cc-version'],
  },
  identity: { method: 'GET', url: 'https://cockroachlabs.cloud/api/v1/clusters' },
  environment: ['COCKROACH_API_KEY'],
};
