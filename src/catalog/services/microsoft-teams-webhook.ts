import { hex, lower36, base64url, text, uuid, optional, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const microsoftTeamsWebhook: Service = {
  id: 'microsoft-teams-webhook',
  name: 'Microsoft Teams webhooks',
  category: 'chat',
  tokens: [
    shape({
      id: 'teams-connector-webhook',
      label: 'Microsoft Teams connector webhook address',
      before: [text('https://'), lower36(1, 40)],
      holds: '.webhook.office.com/webhookb2/',
      parts: [
        uuid(),
        text('@'),
        uuid(),
        text('/IncomingWebhook/'),
        hex(32),
        text('/'),
        uuid(),
        optional(text('/'), base64url(1, 64)),
      ],
    }),
    shape({
      id: 'teams-workflow-webhook',
      label: 'Microsoft Teams workflow address',
      before: [text('https://prod-'), characters('[a-z0-9.-]', 1, 40)],
      holds: '.logic.azure.com',
      parts: [characters('[A-Za-z0-9/:?&=%._~-]', 20, 300), text('sig='), base64url(43)],
    }),
  ],
  notBound: 'the credential stands in the address itself',
  revocation: { page: 'the channel, connectors or workflows' },
  environment: ['TEAMS_WEBHOOK_URL', 'MS_TEAMS_WEBHOOK'],
};
