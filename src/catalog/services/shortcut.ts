import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const shortcut: Service = {
  id: 'shortcut',
  name: 'Shortcut',
  category: 'project-management',
  tokens: [
    shape({
      id: 'shortcut-api-token',
      label: 'Shortcut API token',
      keywords: ['shortcut_api_token', 'clubhouse_api_token'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.app.shortcut.com'],
    auth: 'header:shortcut-token',
    read: ['GET /api/v3/**', 'POST /api/v3/stories/search'],
    write: [
      'POST /api/v3/stories',
      'PUT,DELETE /api/v3/stories/*',
      'POST /api/v3/stories/*/comments',
      'POST,PUT,DELETE /api/v3/epics/**',
    ],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.app.shortcut.com/api/v3/member' },
  revocation: { page: 'app.shortcut.com/settings/account/api-tokens' },
  environment: ['SHORTCUT_API_TOKEN'],
};
