import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const todoist: Service = {
  id: 'todoist',
  name: 'Todoist',
  category: 'project-management',
  tokens: [
    shape({
      id: 'todoist-api-token',
      label: 'Todoist API token',
      keywords: ['todoist_api_token', 'todoist_token', 'todoist'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.todoist.com'],
    auth: 'bearer',
    read: ['GET /api/v1/**'],
    write: [
      'POST /api/v1/tasks',
      'POST /api/v1/tasks/*',
      'POST /api/v1/tasks/*/close',
      'DELETE /api/v1/tasks/*',
      'POST /api/v1/sync',
      'POST,DELETE /api/v1/projects/**',
    ],
    deny: [
      'DELETE /api/v1/access_tokens',
      'POST /oauth/access_token',
      'POST /api/v1/access_tokens/migrate_personal_token',
    ],
  },
  identity: { method: 'GET', url: 'https://api.todoist.com/api/v1/user' },
  revocation: { page: 'app.todoist.com/app/settings/integrations/developer' },
  environment: ['TODOIST_API_TOKEN', 'TODOIST_API_KEY', 'TODOIST_TOKEN'],
};
