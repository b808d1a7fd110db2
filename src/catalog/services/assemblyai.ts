import { lower36 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const assemblyai: Service = {
  id: 'assemblyai',
  name: 'AssemblyAI',
  category: 'llm',
  tokens: [
    shape({
      id: 'assemblyai-api-key',
      label: 'AssemblyAI API key',
      keywords: ['assemblyai_api_key', 'assemblyai'],
      parts: [lower36(32)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.assemblyai.com'],
    auth: 'header:authorization',
    read: ['GET /v2/transcript/**'],
    spend: ['POST /v2/transcript', 'POST /v2/upload'],
    write: ['DELETE /v2/transcript/*'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.assemblyai.com/v2/transcript' },
  revocation: { page: 'assemblyai.com dashboard' },
  environment: ['ASSEMBLYAI_API_KEY'],
};
