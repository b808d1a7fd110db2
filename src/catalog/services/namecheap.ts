import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const namecheap: Service = {
  id: 'namecheap',
  name: 'Namecheap',
  category: 'dns',
  tokens: [
    shape({
      id: 'namecheap-api-key',
      label: 'Namecheap API key',
      keywords: ['namecheap_api_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  notBound: 'the API wants several credentials at once',
  getWrites: true,
  identity: { method: 'GET', url: 'https://api.namecheap.com/xml.response?Command=namecheap.users.getBalances' },
  revocation: { page: 'ap.www.namecheap.com, profile, tools, API access' },
  environment: ['NAMECHEAP_API_USER', 'NAMECHEAP_API_KEY'],
};
