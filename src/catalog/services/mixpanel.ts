import { hex, base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const mixpanel: Service = {
  id: 'mixpanel',
  name: 'Mixpanel',
  category: 'analytics',
  tokens: [
    shape({
      id: 'mixpanel-service-account-secret',
      label: 'Mixpanel service account secret',
      keywords: ['mixpanel_service_account_secret'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'mixpanel-project-api-secret',
      label: 'Mixpanel project API secret',
      keywords: ['mixpanel_api_secret'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'mixpanel-project-token',
      label: 'Mixpanel project token',
      keywords: ['mixpanel_token', 'next_public_mixpanel_token'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.mixpanel.com'],
    auth: 'basic',
    read: [],
    write: ['POST /track', 'POST /import', 'POST /engage'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://mixpanel.com/api/app/me' },
  revocation: { page: 'mixpanel.com/settings, service accounts' },
  environment: [
    'MIXPANEL_TOKEN',
    'MIXPANEL_API_SECRET',
    'MIXPANEL_SERVICE_ACCOUNT_USERNAME',
    'MIXPANEL_SERVICE_ACCOUNT_SECRET',
  ],
};
