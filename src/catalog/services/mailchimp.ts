import { hex, digits } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const mailchimp: Service = {
  id: 'mailchimp',
  name: 'Mailchimp Marketing',
  category: 'mail',
  tokens: [
    shape({ id: 'mailchimp-key', label: 'Mailchimp API key', before: [hex(32)], holds: '-us', parts: [digits(1, 2)] }),
  ],
  ownOrigin: {
    pattern: 'https://*.api.mailchimp.com',
    auth: 'basic',
    read: ['GET /3.0/**'],
    write: [
      'POST,PUT,PATCH,DELETE /3.0/lists/*/members/**',
      'POST /3.0/campaigns',
      'POST /3.0/campaigns/*/actions/send',
      'DELETE /3.0/campaigns/*',
      'POST /3.0/batches',
    ],
    deny: ['POST,GET /3.0/authorized-apps', 'DELETE /3.0/lists/*', 'POST /3.0/account-exports'],
  },
  revocation: { page: 'admin.mailchimp.com/account/api' },
  environment: ['MAILCHIMP_API_KEY', 'MAILCHIMP_SERVER_PREFIX'],
};
