import { hex, digits, lower36, text, oneOf, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const asana: Service = {
  id: 'asana',
  name: 'Asana',
  category: 'project-management',
  tokens: [
    shape({
      id: 'asana-token',
      label: 'Asana personal access token',
      keywords: ['asana'],
      parts: [oneOf('0/', '1/', '2/'), digits(15, 20), optional(text('/'), digits(15, 20)), text(':'), hex(32)],
    }),
    shape({
      id: 'asana-oauth-client-secret',
      label: 'Asana OAuth client secret',
      keywords: ['asana_client_secret', 'asana'],
      parts: [lower36(32)],
      minEntropy: 3.2,
    }),
    publicShape({
      id: 'asana-oauth-client-id',
      label: 'Asana OAuth client id',
      keywords: ['asana_client_id'],
      parts: [digits(16)],
    }),
  ],
  binding: {
    origins: ['https://app.asana.com'],
    auth: 'bearer',
    read: ['GET /api/1.0/**'],
    write: [
      'POST /api/1.0/tasks',
      'PUT,DELETE /api/1.0/tasks/*',
      'POST /api/1.0/tasks/*/stories',
      'POST,PUT,DELETE /api/1.0/projects/**',
      'POST /api/1.0/batch',
    ],
    deny: [
      'POST,PUT,DELETE /api/1.0/webhooks/**',
      'POST /api/1.0/workspaces/*/addUser',
      'POST /api/1.0/workspaces/*/removeUser',
      'POST /api/1.0/organization_exports',
    ],
    headers: ['asana-enable', 'asana-disable'],
  },
  identity: { method: 'GET', url: 'https://app.asana.com/api/1.0/users/me' },
  revocation: { page: 'app.asana.com/0/my-apps' },
  environment: ['ASANA_ACCESS_TOKEN', 'ASANA_PAT', 'ASANA_TOKEN'],
};
