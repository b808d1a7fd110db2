import { upper36 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const etherscan: Service = {
  id: 'etherscan',
  name: 'Etherscan',
  category: 'blockchain',
  tokens: [
    shape({
      id: 'etherscan-api-key',
      label: 'Etherscan API key',
      keywords: ['etherscan_api_key', 'etherscan'],
      parts: [upper36(34)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.etherscan.io'],
    auth: 'query:apikey',
    read: ['GET /v2/api'],
    write: [],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.etherscan.io/v2/api?chainid=1&module=stats&action=ethprice' },
  revocation: { page: 'etherscan.io/myapikey' },
  environment: ['ETHERSCAN_API_KEY'],
};
