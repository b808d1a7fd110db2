import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const gitea: Service = {
  id: 'gitea',
  name: 'Gitea / Forgejo / Codeberg',
  category: 'code-host',
  tokens: [
    shape({
      id: 'gitea-access-token',
      label: 'Gitea / Forgejo / Codeberg access token',
      keywords: ['gitea_token', 'forgejo_token', 'codeberg_token'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://codeberg.org'],
    auth: 'header:authorization',
    valuePrefix: 'token ',
    read: ['GET /api/v1/**'],
    write: [
      'POST /api/v1/repos/*/*/issues',
      'POST /api/v1/repos/*/*/pulls',
      'POST /api/v1/repos/*/*/pulls/*/merge',
      'POST,PUT,DELETE /api/v1/repos/*/*/contents/**',
    ],
    deny: [
      'GET,POST,DELETE /api/v1/users/*/tokens/**',
      'GET,POST,PUT,DELETE /api/v1/admin/**',
      'PUT,DELETE /api/v1/repos/*/*/actions/secrets/*',
      'GET /api/v1/repos/*/*/actions/runners/registration-token',
      'POST /api/v1/repos/*/*/keys',
      'DELETE /api/v1/repos/*/*',
    ],
  },
  identity: { method: 'GET', url: 'https://codeberg.org/api/v1/user' },
  environment: ['GITEA_TOKEN', 'FORGEJO_TOKEN', 'GITEA_SERVER_TOKEN'],
};
