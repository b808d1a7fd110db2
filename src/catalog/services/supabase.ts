import { hex, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const supabase: Service = {
  id: 'supabase',
  name: 'Supabase',
  category: 'database',
  tokens: [
    shape({
      id: 'supabase-access-token',
      label: 'Supabase personal access token',
      prefixes: ['sbp_'],
      parts: [hex(40)],
    }),
    shape({
      id: 'supabase-secret-key',
      label: 'Supabase secret key of a project',
      prefixes: ['sb_secret_'],
      parts: [base64url(31)],
    }),
    publicShape({
      id: 'supabase-publishable-key',
      label: 'Supabase publishable key',
      prefixes: ['sb_publishable_'],
      parts: [base64url(31)],
    }),
  ],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://api.supabase.com'],
    auth: 'bearer',
    read: ['GET /v1/projects', 'GET /v1/organizations'],
    write: ['POST /v1/projects/*/functions/**', 'POST /v1/projects'],
    deny: [
      'GET,POST,PATCH,DELETE /v1/projects/*/api-keys/**',
      'POST /v1/projects/*/database/query',
      'GET,POST,DELETE /v1/projects/*/secrets',
      'GET,PUT,PATCH /v1/projects/*/config/auth',
      'DELETE /v1/projects/*',
    ],
  },
  identity: { method: 'GET', url: 'https://api.supabase.com/v1/organizations' },
  revocation: {
    page: 'supabase.com/dashboard/account/tokens; project keys: DELETE https://api.supabase.com/v1/projects/{ref}/api-keys/{id}',
  },
  environment: [
    'SUPABASE_ACCESS_TOKEN',
    'SUPABASE_SERVICE_ROLE_KEY',
    'SUPABASE_SECRET_KEY',
    'SUPABASE_ANON_KEY',
    'SUPABASE_PUBLISHABLE_KEY',
    'SUPABASE_URL',
    'SUPABASE_DB_PASSWORD',
  ],
};
