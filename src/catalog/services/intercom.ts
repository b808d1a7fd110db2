import { base64, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const intercom: Service = {
  id: 'intercom',
  name: 'Intercom',
  category: 'support',
  tokens: [
    shape({
      id: 'intercom-token',
      label: 'Intercom access token',
      keywords: ['intercom'],
      parts: [base64(59), text('=')],
      minEntropy: 3.8,
    }),
  ],
  binding: {
    origins: ['https://api.intercom.io'],
    auth: 'bearer',
    read: [
      'GET /contacts/**',
      'GET /conversations/**',
      'GET /articles/**',
      'GET /admins',
      'GET /me',
      'POST /contacts/search',
      'POST /conversations/search',
      'POST /tickets/search',
    ],
    write: [
      'POST /contacts',
      'PUT,DELETE /contacts/*',
      'POST /conversations/*/reply',
      'POST /messages',
      'POST,PUT,DELETE /articles/**',
      'POST,PUT /tickets/**',
    ],
    deny: ['POST /export/**', 'PUT /admins/*/away'],
    headers: ['intercom-version'],
  },
  identity: { method: 'GET', url: 'https://api.intercom.io/me' },
  revocation: { page: 'developer hub, app, authentication' },
  environment: ['INTERCOM_ACCESS_TOKEN', 'INTERCOM_TOKEN'],
};
