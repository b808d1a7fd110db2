import type { Service } from '../service.ts';

export const slack: Service = {
  id: 'slack',
  name: 'Slack',
  revocation: { page: 'https://api.slack.com/apps' },
  environment: ['SLACK_BOT_TOKEN'],
  tokens: [
    {
      id: 'slack-token',
      label: 'Slack token',
      prefixes: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxe-', 'xoxr-', 'xoxs-'],
      keywords: [],
      body: 'xox[abeprs]-(?:[A-Za-z0-9]{1,16}-){1,4}[A-Za-z0-9]{16,200}',
      boundary: 'word',
      maxLength: 280,
      secret: true,
    },
    {
      id: 'slack-webhook',
      label: 'Slack incoming webhook',
      prefixes: ['https://hooks.slack.com/'],
      keywords: [],
      body: 'https://hooks\\.slack\\.com/services/T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{20,30}',
      boundary: 'word',
      maxLength: 110,
      secret: true,
    },
  ],
};
