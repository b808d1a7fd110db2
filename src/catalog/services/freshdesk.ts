import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const freshdesk: Service = {
  id: 'freshdesk',
  name: 'Freshdesk',
  category: 'support',
  tokens: [
    shape({
      id: 'freshdesk-api-key',
      label: 'Freshdesk API key',
      keywords: ['freshdesk_api_key', 'freshdesk'],
      parts: [base62(20)],
      minEntropy: 2.5,
    }),
  ],
  notBound: 'the credential is the user name',
  revocation: { page: 'profile settings (reset)' },
  environment: ['FRESHDESK_API_KEY', 'FRESHDESK_DOMAIN'],
};
