import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const cursor: Service = {
  id: 'cursor',
  name: 'Cursor API',
  category: 'llm',
  tokens: [shape({ id: 'cursor-api-key', label: 'Cursor API API key', prefixes: ['key_'], parts: [hex(64)] })],
  binding: {
    origins: ['https://api.cursor.com'],
    auth: 'bearer',
    read: ['GET /v0/me', 'GET /v0/agents/**', 'GET /v0/models', 'GET /v0/repositories'],
    spend: ['POST /v0/agents', 'POST /v0/agents/*/followup'],
    write: ['DELETE /v0/agents/*'],
    deny: ['GET,POST,DELETE /teams/**'],
  },
  identity: { method: 'GET', url: 'https://api.cursor.com/v0/me' },
  revocation: { page: 'cursor.com/dashboard, API keys' },
  environment: ['CURSOR_API_KEY'],
};
