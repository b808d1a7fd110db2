import { base62, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const netlify: Service = {
  id: 'netlify',
  name: 'Netlify',
  category: 'paas',
  tokens: [
    shape({
      id: 'netlify-personal-access-token',
      label: 'Netlify personal access token',
      prefixes: ['nfp_'],
      parts: [base62(36)],
    }),
    shape({
      id: 'netlify-legacy-access-token',
      label: 'Netlify legacy Access token',
      keywords: ['netlify_auth_token', 'netlify'],
      parts: [base64url(40, 46)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.netlify.com'],
    auth: 'bearer',
    read: ['GET /api/v1/user', 'GET /api/v1/sites/**', 'GET /api/v1/accounts', 'GET /api/v1/dns_zones/**'],
    write: [
      'POST /api/v1/sites',
      'POST /api/v1/sites/*/deploys',
      'POST /api/v1/sites/*/builds',
      'POST /api/v1/dns_zones/*/dns_records',
      'POST /api/v1/hooks',
    ],
    deny: [
      'GET,POST,PUT,PATCH,DELETE /api/v1/accounts/*/env/**',
      'GET,POST,DELETE /api/v1/deploy_keys/**',
      'POST /api/v1/oauth/tickets/**',
      'DELETE /api/v1/sites/*',
      'POST /api/v1/*/members',
    ],
  },
  identity: { method: 'GET', url: 'https://api.netlify.com/api/v1/user' },
  revocation: { page: 'app.netlify.com/user/applications' },
  environment: ['NETLIFY_AUTH_TOKEN', 'NETLIFY_API_TOKEN', 'NETLIFY_SITE_ID'],
};
