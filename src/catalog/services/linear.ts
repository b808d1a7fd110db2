import { hex, base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const linear: Service = {
  id: 'linear',
  name: 'Linear',
  category: 'project-management',
  tokens: [
    shape({
      id: 'linear-personal-api-key',
      label: 'Linear personal API key',
      prefixes: ['lin_api_'],
      parts: [base62(40)],
    }),
    shape({
      id: 'linear-oauth-access-token',
      label: 'Linear OAuth access token',
      prefixes: ['lin_oauth_'],
      parts: [hex(64)],
    }),
    shape({
      id: 'linear-webhook-signing-secret',
      label: 'Linear webhook signing secret',
      prefixes: ['lin_wh_'],
      parts: [base62(20, 512)],
    }),
    shape({
      id: 'linear-oauth-client-secret',
      label: 'Linear OAuth client secret',
      keywords: ['linear_client_secret', 'linear'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.linear.app'],
    auth: 'header:authorization',
    read: [],
    write: [],
    deny: ['POST /oauth/token'],
    graphql: '/graphql',
  },
  revocation: { page: 'linear.app/settings/account/security' },
  environment: ['LINEAR_API_KEY', 'LINEAR_TOKEN', 'LINEAR_WEBHOOK_SECRET'],
};
