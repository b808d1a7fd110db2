import type { Service } from '../service.ts';

export const sendgrid: Service = {
  id: 'sendgrid',
  name: 'SendGrid',
  revocation: { page: 'https://app.sendgrid.com/settings/api_keys' },
  environment: ['SENDGRID_API_KEY'],
  tokens: [
    {
      id: 'sendgrid-key',
      label: 'SendGrid API key',
      prefixes: ['SG.'],
      keywords: [],
      body: 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}',
      boundary: 'word',
      maxLength: 69,
      secret: true,
    },
  ],
};
