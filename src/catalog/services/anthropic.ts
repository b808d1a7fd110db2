import { digits, base64url, text, oneOf } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const anthropic: Service = {
  id: 'anthropic',
  name: 'Anthropic Claude API',
  category: 'llm',
  tokens: [
    shape({
      id: 'anthropic-key',
      label: 'Anthropic API key, admin key or log-in token',
      prefixes: ['sk-ant-'],
      parts: [oneOf('api', 'admin', 'oat', 'ort', 'sid'), digits(2), text('-'), base64url(80, 200)],
    }),
  ],
  binding: {
    origins: ['https://api.anthropic.com'],
    auth: 'header:x-api-key',
    read: ['GET /v1/models/**', 'POST /v1/messages/count_tokens', 'GET /v1/messages/batches/**', 'GET /v1/files/**'],
    spend: ['POST /v1/messages', 'POST /v1/messages/batches'],
    write: [
      'POST /v1/files',
      'DELETE /v1/files/*',
      'POST /v1/skills',
      'POST /v1/agents',
      'POST /v1/sessions',
      'POST /v1/environments',
    ],
    deny: ['POST /v1/oauth/token', 'GET,POST,DELETE /v1/organizations/**'],
    headers: ['anthropic-version'],
  },
  identity: { method: 'GET', url: 'https://api.anthropic.com/v1/models' },
  revocation: { page: 'Console, Settings, API keys' },
  environment: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN', 'ANTHROPIC_ADMIN_KEY'],
};
