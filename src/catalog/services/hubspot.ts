import { base64url, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const hubspot: Service = {
  id: 'hubspot',
  name: 'HubSpot',
  category: 'crm',
  tokens: [
    shape({
      id: 'hubspot-private-app-token',
      label: 'HubSpot private app access token',
      prefixes: ['pat-na1-', 'pat-na2-', 'pat-eu1-', 'pat-ap1-'],
      parts: [uuid()],
    }),
    shape({
      id: 'hubspot-oauth-access-token',
      label: 'HubSpot OAuth access token',
      keywords: ['hubspot_access_token', 'hubspot'],
      parts: [base64url(60, 300)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'hubspot-legacy-api-key',
      label: 'HubSpot legacy API key',
      keywords: ['hubspot_api_key', 'hubspot'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.hubapi.com'],
    auth: 'bearer',
    read: [
      'GET /crm/v3/**',
      'POST /crm/v3/objects/*/search',
      'POST /crm/v3/objects/*/batch/read',
      'GET /account-info/v3/**',
      'GET /marketing/v3/**',
    ],
    write: [
      'POST,PATCH,DELETE /crm/v3/objects/**',
      'POST /marketing/v3/transactional/single-email/send',
      'POST,PATCH,DELETE /crm/v3/lists/**',
      'POST /communication-preferences/v3/**',
    ],
    deny: [
      'POST /oauth/v1/token',
      'POST,PUT,DELETE /settings/v3/users/**',
      'POST,PUT,DELETE /webhooks/v3/**',
      'POST /crm/v3/exports/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.hubapi.com/account-info/v3/details' },
  revocation: { page: 'settings, integrations, private apps (rotate)' },
  environment: ['HUBSPOT_ACCESS_TOKEN', 'HUBSPOT_API_KEY', 'HUBSPOT_PRIVATE_APP_TOKEN', 'HUBSPOT_CLIENT_SECRET'],
};
