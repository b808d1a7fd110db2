import { base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const sendgrid: Service = {
  id: 'sendgrid',
  name: 'Twilio SendGrid',
  category: 'mail',
  tokens: [
    shape({
      id: 'sendgrid-key',
      label: 'SendGrid API key',
      prefixes: ['SG.'],
      parts: [base64url(22), text('.'), base64url(43)],
    }),
  ],
  binding: {
    origins: ['https://api.sendgrid.com'],
    auth: 'bearer',
    read: [
      'GET /v3/scopes',
      'GET /v3/templates/**',
      'GET /v3/stats',
      'GET /v3/suppression/**',
      'GET /v3/messages',
      'GET /v3/user/profile',
      'GET /v3/marketing/**',
      'POST /v3/marketing/contacts/search',
    ],
    write: [
      'POST /v3/mail/send',
      'PUT /v3/marketing/contacts',
      'DELETE /v3/marketing/contacts',
      'POST,PATCH,DELETE /v3/templates/**',
      'DELETE /v3/suppression/**',
      'POST /v3/asm/groups/*/suppressions',
    ],
    deny: [
      'GET,POST,PUT,PATCH,DELETE /v3/api_keys/**',
      'POST,PATCH,DELETE /v3/teammates/**',
      'POST,PATCH,DELETE /v3/subusers/**',
      'POST,PATCH,DELETE /v3/sso/**',
      'PUT /v3/user/password',
      'PATCH /v3/scopes/requests/*/approve',
    ],
  },
  identity: { method: 'GET', url: 'https://api.sendgrid.com/v3/scopes' },
  revocation: { page: 'app.sendgrid.com/settings/api_keys' },
  environment: ['SENDGRID_API_KEY'],
};
