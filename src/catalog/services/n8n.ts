import type { Service } from '../service.ts';

export const n8n: Service = {
  id: 'n8n',
  name: 'n8n',
  category: 'automation',
  tokens: [],
  sharedShapes: ['jwt'],
  ownOrigin: {
    pattern: 'https://*.app.n8n.cloud',
    auth: 'header:x-n8n-api-key',
    read: ['GET /api/v1/workflows/**', 'GET /api/v1/executions/**', 'GET /api/v1/tags/**'],
    write: ['POST,PUT,DELETE /api/v1/workflows/**', 'POST /api/v1/workflows/*/activate', 'DELETE /api/v1/executions/*'],
    deny: [
      'POST,DELETE /api/v1/credentials/**',
      'POST,DELETE /api/v1/users/**',
      'POST,PUT,DELETE /api/v1/variables/**',
    ],
  },
  revocation: { page: 'settings, n8n API' },
  environment: ['N8N_API_KEY', 'N8N_HOST'],
};
