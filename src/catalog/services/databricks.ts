import { hex, digits, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const databricks: Service = {
  id: 'databricks',
  name: 'Databricks',
  category: 'database',
  tokens: [
    shape({
      id: 'databricks-token',
      label: 'Databricks personal access token',
      prefixes: ['dapi'],
      parts: [hex(32), optional(text('-'), digits(1))],
    }),
    shape({ id: 'databricks-oauth-secret', label: 'Databricks OAuth secret', prefixes: ['dose'], parts: [hex(32)] }),
  ],
  ownOrigin: {
    pattern: 'https://*.cloud.databricks.com',
    auth: 'bearer',
    read: ['GET /api/2.0/**', 'GET /api/2.1/**'],
    write: [
      'POST /api/2.1/jobs/run-now',
      'POST /api/2.1/jobs/create',
      'POST /api/2.1/clusters/create',
      'POST /api/2.1/clusters/delete',
      'POST /api/2.0/workspace/import',
      'POST /api/2.0/sql/statements',
    ],
    deny: [
      'GET,POST /api/2.0/token/**',
      'GET,POST,DELETE /api/2.0/token-management/**',
      'GET,POST /api/2.0/secrets/**',
      'POST,PUT,PATCH,DELETE /api/2.0/preview/scim/v2/**',
      'PUT,PATCH /api/2.0/permissions/**',
    ],
  },
  environment: ['DATABRICKS_TOKEN', 'DATABRICKS_HOST', 'DATABRICKS_CLIENT_ID', 'DATABRICKS_CLIENT_SECRET'],
};
