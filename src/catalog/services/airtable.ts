import { hex, base62, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const airtable: Service = {
  id: 'airtable',
  name: 'Airtable',
  category: 'database',
  tokens: [
    shape({
      id: 'airtable-token',
      label: 'Airtable personal access token',
      prefixes: ['pat'],
      parts: [base62(14), text('.'), hex(64)],
    }),
    shape({
      id: 'airtable-oauth-token',
      label: 'Airtable OAuth access token',
      prefixes: ['oaa'],
      parts: [base62(6, 32), text('.v1.'), base64url(16, 512), text('.'), hex(32, 128)],
    }),
    shape({
      id: 'airtable-legacy-key',
      label: 'Airtable API key, ended in 2024',
      keywords: ['airtable'],
      parts: [text('key'), base62(14)],
      minEntropy: 3,
    }),
  ],
  binding: {
    origins: ['https://api.airtable.com'],
    auth: 'bearer',
    read: ['GET /v0/meta/bases/**', 'GET /v0/*/*', 'GET /v0/*/*/*', 'POST /v0/*/*/listRecords'],
    write: [
      'POST /v0/*/*',
      'PATCH,PUT /v0/*/**',
      'DELETE /v0/*/**',
      'POST /v0/meta/bases',
      'POST /v0/bases/*/webhooks',
    ],
    deny: [
      'POST,DELETE /v0/meta/bases/*/collaborators/**',
      'GET,POST,PATCH,DELETE /v0/meta/enterpriseAccounts/**',
      'DELETE /v0/meta/bases/*',
    ],
  },
  identity: { method: 'GET', url: 'https://api.airtable.com/v0/meta/whoami' },
  revocation: { page: 'airtable.com/create/tokens; Enterprise API' },
  environment: ['AIRTABLE_API_KEY', 'AIRTABLE_TOKEN', 'AIRTABLE_ACCESS_TOKEN', 'AIRTABLE_PAT'],
};
