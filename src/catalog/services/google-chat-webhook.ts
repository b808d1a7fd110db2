import { base64url, text, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const googleChatWebhook: Service = {
  id: 'google-chat-webhook',
  name: 'Google Chat webhooks',
  category: 'chat',
  tokens: [
    shape({
      id: 'google-chat-webhook',
      label: 'Google Chat webhook address',
      prefixes: ['https://chat.googleapis.com/v1/spaces/'],
      parts: [
        base64url(6, 24),
        text('/messages?key='),
        base64url(39),
        text('&token='),
        characters('[A-Za-z0-9%_-]', 40, 64),
      ],
    }),
  ],
  notBound: 'the API wants several credentials at once',
  revocation: { page: 'the space, apps and integrations' },
  environment: ['GOOGLE_CHAT_WEBHOOK_URL'],
};
