import { base62, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const resend: Service = {
  id: 'resend',
  name: 'Resend',
  category: 'mail',
  tokens: [
    shape({ id: 'resend-key', label: 'Resend API key', prefixes: ['re_'], parts: [base62(8), text('_'), base62(24)] }),
  ],
  binding: {
    origins: ['https://api.resend.com'],
    auth: 'bearer',
    read: ['GET /domains/**', 'GET /emails/**', 'GET /contacts/**', 'GET /broadcasts/**', 'GET /segments/**'],
    write: [
      'POST /emails',
      'POST /emails/batch',
      'PATCH /emails/*',
      'POST /broadcasts/**',
      'POST,PATCH,DELETE /contacts/**',
      'POST,PATCH,DELETE /domains/**',
    ],
    deny: ['GET,POST,DELETE /api-keys/**', 'POST,PATCH,DELETE /webhooks/**'],
  },
  identity: { method: 'GET', url: 'https://api.resend.com/domains' },
  environment: ['RESEND_API_KEY'],
};
