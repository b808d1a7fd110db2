import type { Service } from '../service.ts';

export const qdrant: Service = {
  id: 'qdrant',
  name: 'Qdrant Cloud',
  category: 'vector-database',
  tokens: [],
  sharedShapes: ['jwt'],
  ownOrigin: {
    pattern: 'https://*.cloud.qdrant.io',
    auth: 'header:api-key',
    read: [
      'GET /collections/**',
      'POST /collections/*/points/search',
      'POST /collections/*/points/query',
      'POST /collections/*/points/scroll',
      'POST /collections/*/points/count',
    ],
    write: [
      'PUT /collections/*',
      'DELETE /collections/*',
      'PUT /collections/*/points',
      'POST /collections/*/points/delete',
    ],
    deny: [],
  },
  revocation: { page: 'cloud.qdrant.io, cluster, API keys' },
  environment: ['QDRANT_API_KEY', 'QDRANT_URL'],
};
