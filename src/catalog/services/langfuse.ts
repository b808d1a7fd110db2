import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const langfuse: Service = {
  id: 'langfuse',
  name: 'Langfuse',
  category: 'llm',
  tokens: [
    shape({ id: 'langfuse-secret-key', label: 'Langfuse secret key', prefixes: ['sk-lf-'], parts: [uuid()] }),
    publicShape({ id: 'langfuse-public-key', label: 'Langfuse public key', prefixes: ['pk-lf-'], parts: [uuid()] }),
  ],
  binding: {
    origins: ['https://cloud.langfuse.com'],
    auth: 'basic',
    read: ['GET /api/public/**'],
    write: [
      'POST /api/public/ingestion',
      'POST /api/public/scores',
      'POST /api/public/v2/prompts',
      'POST /api/public/datasets',
    ],
    deny: ['GET,POST,DELETE /api/public/projects/*/apiKeys/**', 'PUT /api/public/llm-connections'],
  },
  identity: { method: 'GET', url: 'https://cloud.langfuse.com/api/public/projects' },
  revocation: { page: 'project settings, API keys' },
  environment: ['LANGFUSE_SECRET_KEY', 'LANGFUSE_PUBLIC_KEY', 'LANGFUSE_HOST'],
};
