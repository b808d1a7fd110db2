import { hex, base64 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const infura: Service = {
  id: 'infura',
  name: 'Infura (MetaMask developer)',
  category: 'blockchain',
  tokens: [
    shape({ id: 'infura-key', label: 'Infura API key', keywords: ['infura'], parts: [hex(32)], minEntropy: 3.0 }),
    shape({
      id: 'infura-key-secret',
      label: 'Infura API key secret',
      keywords: ['infura_api_key_secret', 'infura_project_secret'],
      parts: [base64(32, 64)],
      minEntropy: 3.5,
    }),
  ],
  notBound: 'the credential stands in the address itself',
  revocation: { page: 'developer.metamask.io' },
  environment: ['INFURA_API_KEY', 'INFURA_PROJECT_ID', 'INFURA_PROJECT_SECRET'],
};
