import { digits, upper36, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const clickup: Service = {
  id: 'clickup',
  name: 'ClickUp',
  category: 'project-management',
  tokens: [
    shape({
      id: 'clickup-token',
      label: 'ClickUp personal API token',
      prefixes: ['pk_'],
      parts: [digits(7, 9), text('_'), upper36(32)],
    }),
  ],
  binding: {
    origins: ['https://api.clickup.com'],
    auth: 'header:authorization',
    read: ['GET /api/v2/**', 'GET /api/v3/**'],
    write: [
      'POST /api/v2/list/*/task',
      'PUT,DELETE /api/v2/task/*',
      'POST /api/v2/task/*/comment',
      'POST,PUT,DELETE /api/v2/list/**',
    ],
    deny: ['POST /api/v2/oauth/token', 'POST,PUT,DELETE /api/v2/team/*/user/**', 'POST,PUT,DELETE /api/v2/webhook/**'],
  },
  identity: { method: 'GET', url: 'https://api.clickup.com/api/v2/user' },
  revocation: { page: 'app.clickup.com/settings/apps (regenerate)' },
  environment: ['CLICKUP_API_TOKEN', 'CLICKUP_API_KEY', 'CLICKUP_TOKEN'],
};
