import { hex, digits, base62, upper36, text, repeated, join, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const slack: Service = {
  id: 'slack',
  name: 'Slack',
  category: 'chat',
  tokens: [
    shape({
      id: 'slack-token',
      label: 'Slack bot, user or workspace token',
      prefixes: ['xoxe.xoxb-', 'xoxe.xoxp-', 'xoxb-', 'xoxp-', 'xoxe-', 'xoxc-', 'xoxa-', 'xoxr-', 'xoxo-', 'xoxs-'],
      parts: [repeated(join(base62(1, 16), text('-')), 1, 4), base62(16, 200)],
    }),
    shape({
      id: 'slack-app-token',
      label: 'Slack app-level token',
      prefixes: ['xapp-'],
      parts: [digits(1), text('-'), upper36(8, 16), text('-'), digits(8, 16), text('-'), hex(64)],
    }),
    shape({
      id: 'slack-session-cookie',
      label: 'Slack browser session cookie',
      prefixes: ['xoxd-'],
      parts: [characters('[A-Za-z0-9%+/=_-]', 100, 400)],
    }),
    shape({
      id: 'slack-webhook',
      label: 'Slack incoming webhook address',
      prefixes: ['https://hooks.slack.com/services/'],
      parts: [text('T'), upper36(8, 12), text('/B'), upper36(8, 12), text('/'), base62(22, 26)],
    }),
    shape({
      id: 'slack-trigger',
      label: 'Slack workflow address',
      prefixes: ['https://hooks.slack.com/triggers/', 'https://hooks.slack.com/workflows/'],
      parts: [characters('[A-Za-z0-9/]', 20, 200)],
    }),
    shape({
      id: 'slack-signing-secret',
      label: 'Slack signing secret',
      keywords: ['slack_signing_secret'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://slack.com'],
    auth: 'bearer',
    read: [
      'GET /api/auth.test',
      'POST /api/auth.test',
      'GET /api/conversations.list',
      'GET /api/conversations.history',
      'GET /api/conversations.info',
      'GET /api/users.list',
      'GET /api/users.info',
      'GET /api/search.messages',
    ],
    write: [
      'POST /api/chat.postMessage',
      'POST /api/chat.update',
      'POST /api/chat.delete',
      'POST /api/conversations.invite',
      'POST /api/conversations.archive',
      'POST /api/reactions.add',
      'POST /api/files.upload',
    ],
    deny: [
      'GET,POST /api/oauth.v2.access',
      'POST /api/tooling.tokens.rotate',
      'POST /api/apps.manifest.create',
      'POST /api/admin.users.invite',
      'POST /api/admin.conversations.create',
      'POST /api/apps.connections.open',
      'GET /api/auth.revoke',
    ],
  },
  getWrites: true,
  identity: { method: 'POST', url: 'https://slack.com/api/auth.test' },
  revocation: { page: 'api.slack.com/apps; a webhook address only there' },
  environment: [
    'SLACK_BOT_TOKEN',
    'SLACK_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_USER_TOKEN',
    'SLACK_SIGNING_SECRET',
    'SLACK_WEBHOOK_URL',
    'SLACK_CLIENT_SECRET',
  ],
};
