import { hex, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const mailgun: Service = {
  id: 'mailgun',
  name: 'Mailgun',
  category: 'mail',
  tokens: [
    shape({ id: 'mailgun-legacy-api-key', label: 'Mailgun legacy API key', prefixes: ['key-'], parts: [hex(32)] }),
    shape({
      id: 'mailgun-key',
      label: 'Mailgun API key',
      keywords: ['mailgun'],
      parts: [hex(32), text('-'), hex(8), text('-'), hex(8)],
    }),
    shape({
      id: 'mailgun-http-webhook-signing-key',
      label: 'Mailgun HTTP webhook signing key',
      keywords: ['mailgun_signing_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'mailgun-public-validation-key',
      label: 'Mailgun public validation key',
      prefixes: ['pubkey-'],
      parts: [hex(32)],
    }),
  ],
  binding: {
    origins: ['https://api.mailgun.net'],
    auth: 'basic',
    username: 'api',
    read: ['GET /v3/**', 'GET /v4/domains/**'],
    write: [
      'POST /v3/*/messages',
      'POST /v3/*/messages.mime',
      'POST,DELETE /v3/*/bounces/**',
      'POST,PUT,DELETE /v3/routes/**',
      'POST /v3/lists/**',
    ],
    deny: [
      'GET,POST,DELETE /v1/keys/**',
      'POST,PUT,DELETE /v3/domains/*/credentials/**',
      'DELETE /v4/domains/*',
      'GET,POST,PUT /v5/users/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.mailgun.net/v4/domains' },
  revocation: { page: 'app.mailgun.com/settings/api_security' },
  environment: ['MAILGUN_API_KEY', 'MAILGUN_DOMAIN', 'MAILGUN_SIGNING_KEY'],
};
