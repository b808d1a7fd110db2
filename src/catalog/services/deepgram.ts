import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const deepgram: Service = {
  id: 'deepgram',
  name: 'Deepgram',
  category: 'llm',
  tokens: [
    shape({
      id: 'deepgram-api-key',
      label: 'Deepgram API key',
      keywords: ['deepgram_api_key', 'deepgram'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.deepgram.com'],
    auth: 'header:authorization',
    valuePrefix: 'Token ',
    read: [
      'GET /v1/projects',
      'GET /v1/projects/*',
      'GET /v1/projects/*/models/**',
      'GET /v1/projects/*/usage/**',
      'GET /v1/projects/*/requests/**',
      'GET /v1/projects/*/balances/**',
    ],
    spend: ['POST /v1/listen', 'POST /v1/speak', 'POST /v1/read'],
    write: ['PATCH /v1/projects/*', 'DELETE /v1/projects/*'],
    deny: [
      'GET,POST,DELETE /v1/projects/*/keys/**',
      'POST /v1/auth/grant',
      'GET,POST,DELETE /v1/projects/*/self-hosted/distribution/credentials/**',
      'POST /v1/projects/*/invites',
    ],
  },
  identity: { method: 'GET', url: 'https://api.deepgram.com/v1/projects' },
  environment: ['DEEPGRAM_API_KEY'],
};
