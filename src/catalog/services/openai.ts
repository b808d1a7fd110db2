import { base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const openai: Service = {
  id: 'openai',
  name: 'OpenAI API',
  category: 'llm',
  tokens: [
    shape({
      id: 'openai-key',
      label: 'OpenAI API key',
      prefixes: ['sk-svcacct-', 'sk-admin-', 'sk-proj-', 'sk-'],
      parts: [base64url(20, 180), text('T3BlbkFJ'), base64url(20, 180)],
    }),
  ],
  binding: {
    origins: ['https://api.openai.com'],
    auth: 'bearer',
    read: [
      'GET /v1/models/**',
      'GET /v1/responses/*',
      'GET /v1/files/**',
      'GET /v1/batches/**',
      'GET /v1/vector_stores/**',
      'GET /v1/fine_tuning/jobs',
      'POST /v1/moderations',
      'POST /v1/responses/input_tokens',
    ],
    spend: [
      'POST /v1/responses',
      'POST /v1/chat/completions',
      'POST /v1/embeddings',
      'POST /v1/images/generations',
      'POST /v1/audio/speech',
      'POST /v1/audio/transcriptions',
      'POST /v1/videos',
    ],
    write: [
      'POST /v1/files',
      'DELETE /v1/files/*',
      'POST /v1/fine_tuning/jobs',
      'POST /v1/batches',
      'POST /v1/vector_stores',
      'DELETE /v1/vector_stores/*',
      'DELETE /v1/models/*',
      'POST /v1/containers',
    ],
    deny: [
      'POST /v1/realtime/client_secrets',
      'POST /v1/realtime/sessions',
      'POST /v1/chatkit/sessions',
      'GET,POST,DELETE /v1/organization/**',
    ],
    headers: ['openai-organization', 'openai-project'],
  },
  identity: { method: 'GET', url: 'https://api.openai.com/v1/models' },
  revocation: { page: 'platform.openai.com, API keys' },
  environment: ['OPENAI_API_KEY', 'OPENAI_ADMIN_KEY', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID'],
};
