import { digits, base62, lower36, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const twitch: Service = {
  id: 'twitch',
  name: 'Twitch',
  category: 'media',
  tokens: [
    shape({
      id: 'twitch-access-token',
      label: 'Twitch access token',
      keywords: ['twitch_access_token', 'twitch_oauth_token', 'twitch'],
      parts: [lower36(30)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'twitch-client-secret',
      label: 'Twitch client secret',
      keywords: ['twitch_client_secret'],
      parts: [lower36(30)],
      minEntropy: 3.2,
    }),
    publicShape({
      id: 'twitch-client-id',
      label: 'Twitch client id',
      keywords: ['twitch_client_id'],
      parts: [lower36(30)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'twitch-stream-key',
      label: 'Twitch stream key',
      keywords: ['twitch', 'rtmp'],
      parts: [text('live_'), digits(7, 12), text('_'), base62(28, 36)],
    }),
  ],
  notBound: 'the API wants several credentials at once',
  identity: { method: 'GET', url: 'https://id.twitch.tv/oauth2/validate' },
  environment: ['TWITCH_CLIENT_ID', 'TWITCH_CLIENT_SECRET', 'TWITCH_ACCESS_TOKEN'],
};
