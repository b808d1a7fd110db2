import { base64url, text, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const heroku: Service = {
  id: 'heroku',
  name: 'Heroku',
  category: 'paas',
  tokens: [
    shape({
      id: 'heroku-token',
      label: 'Heroku API key or OAuth token',
      prefixes: ['HRKU-'],
      parts: [text('AA'), base64url(58)],
    }),
    shape({
      id: 'heroku-legacy-api-key',
      label: 'Heroku legacy API key',
      keywords: ['heroku_api_key', 'heroku'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.heroku.com'],
    auth: 'bearer',
    read: [
      'GET /account',
      'GET /apps',
      'GET /apps/*',
      'GET /apps/*/dynos/**',
      'GET /apps/*/releases/**',
      'GET /apps/*/builds/**',
      'GET /apps/*/formation',
    ],
    write: [
      'POST /apps',
      'PATCH /apps/*',
      'DELETE /apps/*/dynos/**',
      'POST /apps/*/builds',
      'POST /apps/*/releases',
      'PATCH /apps/*/formation',
      'POST /apps/*/dynos',
    ],
    deny: [
      'GET,PATCH /apps/*/config-vars',
      'GET,POST,PATCH,DELETE /oauth/**',
      'GET /addons/*/config',
      'GET /pipelines/*/stage/*/config-vars',
      'DELETE /apps/*',
      'POST /apps/*/collaborators',
      'POST /account/keys',
      'GET /apps/*/addons/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.heroku.com/account' },
  environment: ['HEROKU_API_KEY', 'HEROKU_OAUTH_TOKEN'],
};
