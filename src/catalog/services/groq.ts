import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const groq: Service = {
  id: 'groq',
  name: 'Groq',
  category: 'llm',
  tokens: [shape({ id: 'groq-key', label: 'Groq API key', prefixes: ['gsk_'], parts: [base62(52)] })],
  binding: {
    origins: ['https://api.groq.com'],
    auth: 'bearer',
    read: ['GET /openai/v1/models/**', 'GET /openai/v1/files/**', 'GET /openai/v1/batches/**'],
    spend: ['POST /openai/v1/chat/completions', 'POST /openai/v1/responses', 'POST /openai/v1/audio/transcriptions'],
    write: ['POST /openai/v1/files', 'DELETE /openai/v1/files/*', 'POST /openai/v1/batches'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.groq.com/openai/v1/models' },
  revocation: { page: 'console.groq.com, API keys' },
  environment: ['GROQ_API_KEY'],
};
