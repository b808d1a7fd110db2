import { lower36 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const nuget: Service = {
  id: 'nuget',
  name: 'NuGet.org',
  category: 'registry',
  tokens: [
    shape({ id: 'nuget-key', label: 'NuGet API key', prefixes: ['oy2'], parts: [lower36(43)], minEntropy: 3.5 }),
  ],
  binding: {
    origins: ['https://www.nuget.org'],
    auth: 'header:x-nuget-apikey',
    read: [],
    write: ['PUT /api/v2/package', 'DELETE /api/v2/package/*/*'],
    deny: ['POST /api/v2/token'],
  },
  revocation: { page: 'nuget.org/account/apikeys' },
  environment: ['NUGET_API_KEY', 'NUGET_TOKEN'],
};
