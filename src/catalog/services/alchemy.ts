import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const alchemy: Service = {
  id: 'alchemy',
  name: 'Alchemy',
  category: 'blockchain',
  tokens: [
    shape({
      id: 'alchemy-api-key',
      label: 'Alchemy API key',
      keywords: ['alchemy_api_key', 'alchemy_key'],
      parts: [base64url(21, 64)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'alchemy-auth-token',
      label: 'Alchemy auth token',
      keywords: ['alchemy_auth_token'],
      parts: [base64url(32)],
      minEntropy: 3.2,
    }),
  ],
  notBound: 'the credential stands in the address itself',
  revocation: { page: 'dashboard.alchemy.com, apps' },
  environment: ['ALCHEMY_API_KEY', 'ALCHEMY_KEY', 'ALCHEMY_AUTH_TOKEN'],
};
