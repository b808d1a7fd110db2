import { base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const okta: Service = {
  id: 'okta',
  name: 'Okta',
  category: 'auth',
  tokens: [
    shape({
      id: 'okta-token',
      label: 'Okta API token',
      keywords: ['okta', 'ssws'],
      parts: [text('00'), base64url(40)],
      minEntropy: 3.5,
    }),
    shape({
      id: 'okta-oauth-client-secret',
      label: 'Okta OAuth client secret',
      keywords: ['okta_client_secret'],
      parts: [base64url(40, 64)],
      minEntropy: 3.2,
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.okta.com',
    auth: 'header:authorization',
    valuePrefix: 'SSWS ',
    read: ['GET /api/v1/users/**', 'GET /api/v1/groups/**', 'GET /api/v1/logs', 'GET /api/v1/org', 'GET /api/v1/apps'],
    write: [
      'POST /api/v1/users',
      'POST /api/v1/users/*/lifecycle/**',
      'PUT,DELETE /api/v1/groups/*/users/*',
      'POST /api/v1/groups',
    ],
    deny: [
      'GET,PUT,DELETE /api/v1/api-tokens/**',
      'POST,DELETE /api/v1/apps/*/credentials/**',
      'POST /api/v1/users/*/credentials/**',
      'POST,PUT,DELETE /api/v1/policies/**',
      'POST,PUT,DELETE /api/v1/idps/**',
      'POST,PUT,DELETE /api/v1/authorizationServers/**',
      'POST,DELETE /api/v1/users/*/roles/**',
      'PUT,POST /api/v1/org',
      'DELETE /api/v1/users/*/factors/*',
    ],
  },
  environment: [
    'OKTA_API_TOKEN',
    'OKTA_CLIENT_TOKEN',
    'OKTA_CLIENT_ORGURL',
    'OKTA_CLIENT_SECRET',
    'OKTA_CLIENT_PRIVATEKEY',
  ],
};
