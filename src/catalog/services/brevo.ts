import { hex, base62, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const brevo: Service = {
  id: 'brevo',
  name: 'Brevo (Sendinblue)',
  category: 'mail',
  tokens: [
    shape({ id: 'brevo-key', label: 'Brevo API key', prefixes: ['xkeysib-'], parts: [hex(64), text('-'), base62(16)] }),
    shape({
      id: 'brevo-smtp-key',
      label: 'Brevo SMTP key',
      prefixes: ['xsmtpsib-'],
      parts: [hex(64), text('-'), base62(16)],
    }),
  ],
  binding: {
    origins: ['https://api.brevo.com'],
    auth: 'header:api-key',
    read: ['GET /v3/**'],
    write: [
      'POST /v3/smtp/email',
      'POST /v3/transactionalSMS/sms',
      'POST,PUT,DELETE /v3/contacts/**',
      'POST /v3/emailCampaigns/**',
    ],
    deny: ['POST,PUT,DELETE /v3/webhooks/**', 'GET,POST,PUT,DELETE /v3/corporate/**', 'POST /v3/organization/user/**'],
  },
  identity: { method: 'GET', url: 'https://api.brevo.com/v3/account' },
  revocation: { page: 'app.brevo.com/settings/keys/api' },
  environment: ['BREVO_API_KEY', 'SENDINBLUE_API_KEY'],
};
