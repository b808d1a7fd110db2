import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const snyk: Service = {
  id: 'snyk',
  name: 'Snyk',
  category: 'ci',
  tokens: [
    shape({ id: 'snyk-api-token', label: 'Snyk API token', keywords: ['snyk_token', 'snyk_api'], parts: [uuid()] }),
  ],
  binding: {
    origins: ['https://api.snyk.io'],
    auth: 'header:authorization',
    valuePrefix: 'token ',
    read: ['GET /rest/**', 'GET /v1/**', 'POST /v1/org/*/project/*/aggregated-issues'],
    write: [
      'POST /v1/org/*/project/*/ignore/*',
      'DELETE /rest/orgs/*/projects/*',
      'POST /v1/org/*/integrations/*/import',
    ],
    deny: [
      'GET,POST,PATCH,DELETE /rest/orgs/*/service_accounts/**',
      'GET,POST,PATCH,DELETE /rest/groups/*/service_accounts/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.snyk.io/rest/self?version=2024-10-15' },
  revocation: { page: 'app.snyk.io/account, or the settings of a service account' },
  environment: ['SNYK_TOKEN', 'SNYK_CFG_ORG', 'SNYK_OAUTH_TOKEN'],
};
