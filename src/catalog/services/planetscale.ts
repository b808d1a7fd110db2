import { lower36, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const planetscale: Service = {
  id: 'planetscale',
  name: 'PlanetScale',
  category: 'database',
  tokens: [
    shape({
      id: 'planetscale-token',
      label: 'PlanetScale service token, OAuth token or password',
      prefixes: ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
      parts: [base64url(32, 64)],
    }),
    publicShape({
      id: 'planetscale-service-token-id',
      label: 'PlanetScale service token id',
      keywords: ['planetscale_service_token_id'],
      parts: [lower36(12)],
    }),
  ],
  binding: {
    origins: ['https://api.planetscale.com'],
    auth: 'header:authorization',
    read: ['GET /v1/organizations/**'],
    write: [
      'POST /v1/organizations/*/databases',
      'POST /v1/organizations/*/databases/*/branches',
      'DELETE /v1/organizations/*/databases/*/branches/*',
      'POST /v1/organizations/*/databases/*/deploy-requests/**',
    ],
    deny: [
      'GET,POST,PATCH,DELETE /v1/organizations/*/databases/*/branches/*/passwords/**',
      'GET,POST,DELETE /v1/organizations/*/service-tokens/**',
      'GET,POST,DELETE /v1/organizations/*/oauth-applications/**',
      'DELETE /v1/organizations/*/databases/*',
    ],
  },
  identity: { method: 'GET', url: 'https://api.planetscale.com/v1/organizations' },
  environment: ['PLANETSCALE_SERVICE_TOKEN', 'PLANETSCALE_SERVICE_TOKEN_ID', 'DATABASE_URL'],
};
