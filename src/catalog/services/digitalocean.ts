import type { Service } from '../service.ts';

export const digitalocean: Service = {
  id: 'digitalocean',
  name: 'DigitalOcean',
  revocation: { page: 'https://cloud.digitalocean.com/account/api/tokens' },
  environment: ['DIGITALOCEAN_TOKEN'],
  tokens: [
    {
      id: 'digitalocean-token',
      label: 'DigitalOcean token',
      prefixes: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
      keywords: [],
      body: 'do[opr]_v1_[0-9a-f]{64}',
      boundary: 'word',
      maxLength: 71,
      secret: true,
    },
  ],
};
