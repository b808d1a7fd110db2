import { hex, base64, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const lineMessaging: Service = {
  id: 'line-messaging',
  name: 'LINE Messaging API',
  category: 'chat',
  tokens: [
    shape({
      id: 'line-channel-token',
      label: 'LINE channel access token',
      keywords: ['line_channel_access_token'],
      parts: [base64(170, 172), optional(text('=')), optional(text('='))],
      minEntropy: 4,
    }),
    shape({
      id: 'line-messaging-channel-secret',
      label: 'LINE Messaging API channel secret',
      keywords: ['line_channel_secret'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.line.me'],
    auth: 'bearer',
    read: ['GET /v2/bot/**'],
    write: ['POST /v2/bot/message/**', 'POST,DELETE /v2/bot/richmenu/**'],
    deny: ['POST /v2/oauth/accessToken', 'POST /oauth2/v2.1/token', 'PUT /v2/bot/channel/webhook/endpoint'],
  },
  identity: { method: 'GET', url: 'https://api.line.me/v2/bot/info' },
  environment: ['LINE_CHANNEL_ACCESS_TOKEN', 'LINE_CHANNEL_SECRET'],
};
