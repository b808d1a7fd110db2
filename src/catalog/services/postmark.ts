import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const postmark: Service = {
  id: 'postmark',
  name: 'Postmark',
  category: 'mail',
  tokens: [
    shape({
      id: 'postmark-server-or-account-token',
      label: 'Postmark server or account token',
      keywords: ['postmark_server_token', 'postmark_api_token', 'postmark_account_token', 'postmark'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.postmarkapp.com'],
    auth: 'header:x-postmark-server-token',
    read: ['GET /messages/**', 'GET /stats/**', 'GET /bounces/**', 'GET /deliverystats', 'GET /templates/**'],
    write: [
      'POST /email',
      'POST /email/batch',
      'POST /email/withTemplate',
      'POST,PUT,DELETE /templates/**',
      'POST /message-streams/*/suppressions',
    ],
    deny: ['GET,PUT /server', 'GET,POST,PUT,DELETE /servers/**'],
  },
  identity: { method: 'GET', url: 'https://api.postmarkapp.com/server' },
  revocation: { page: 'account.postmarkapp.com, server, API tokens' },
  environment: ['POSTMARK_SERVER_TOKEN', 'POSTMARK_API_TOKEN', 'POSTMARK_ACCOUNT_TOKEN'],
};
