import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const ovhcloud: Service = {
  id: 'ovhcloud',
  name: 'OVHcloud',
  category: 'cloud',
  tokens: [
    publicShape({
      id: 'ovhcloud-application-key',
      label: 'OVHcloud application key',
      keywords: ['ovh_application_key'],
      parts: [base62(16)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'ovhcloud-application-secret',
      label: 'OVHcloud application secret',
      keywords: ['ovh_application_secret'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'ovhcloud-consumer-key',
      label: 'OVHcloud consumer key',
      keywords: ['ovh_consumer_key'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
  ],
  notBound: 'every request is signed',
  identity: { method: 'GET', url: 'https://eu.api.ovh.com/v1/auth/currentCredential' },
  environment: ['OVH_ENDPOINT', 'OVH_APPLICATION_KEY', 'OVH_APPLICATION_SECRET', 'OVH_CONSUMER_KEY'],
};
