import { lower36, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const mattermost: Service = {
  id: 'mattermost',
  name: 'Mattermost',
  category: 'chat',
  tokens: [
    shape({
      id: 'mattermost-personal-access-or-bot-token',
      label: 'Mattermost personal access or bot token',
      keywords: ['mattermost_token', 'mm_token', 'mattermost'],
      parts: [lower36(26)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'mattermost-webhook',
      label: 'Mattermost incoming webhook path',
      keywords: ['mattermost'],
      parts: [text('/hooks/'), lower36(26)],
      minEntropy: 3,
    }),
  ],
  ownOrigin: {
    auth: 'bearer',
    read: [
      'GET /api/v4/channels/**',
      'GET /api/v4/posts/**',
      'GET /api/v4/teams/**',
      'GET /api/v4/users/*',
      'POST /api/v4/teams/*/posts/search',
      'POST /api/v4/users/ids',
    ],
    write: ['POST /api/v4/posts', 'PUT,DELETE /api/v4/posts/*', 'POST /api/v4/channels', 'POST /api/v4/reactions'],
    deny: [
      'GET,POST /api/v4/users/*/tokens',
      'POST /api/v4/users/tokens/**',
      'POST /api/v4/users/*/sessions/revoke',
      'PUT,DELETE /api/v4/users/*',
      'POST,PUT,DELETE /api/v4/hooks/**',
      'PUT,GET /api/v4/config/**',
      'POST,DELETE /api/v4/plugins/**',
    ],
  },
  environment: ['MATTERMOST_TOKEN', 'MM_AUTH_TOKEN', 'MATTERMOST_URL'],
};
