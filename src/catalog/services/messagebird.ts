import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const messagebird: Service = {
  id: 'messagebird',
  name: 'MessageBird (Bird)',
  category: 'messaging',
  tokens: [
    shape({
      id: 'messagebird-access-key',
      label: 'MessageBird access key',
      keywords: ['messagebird_api_key', 'messagebird_access_key'],
      parts: [base62(25)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://rest.messagebird.com'],
    auth: 'header:authorization',
    valuePrefix: 'AccessKey ',
    read: ['GET /**'],
    write: ['POST /messages'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://rest.messagebird.com/balance' },
  revocation: { page: 'dashboard, developers, API access' },
  environment: ['MESSAGEBIRD_API_KEY', 'MESSAGEBIRD_ACCESS_KEY', 'BIRD_ACCESS_KEY'],
};
