import { hex, digits, base62, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const metaGraph: Service = {
  id: 'meta-graph',
  name: 'Meta Graph API (Facebook, Instagram, WhatsApp)',
  category: 'social',
  tokens: [
    shape({ id: 'meta-graph-user', label: 'Meta Graph API user', prefixes: ['EAA'], parts: [base62(80, 800)] }),
    shape({
      id: 'meta-app-token',
      label: 'Meta app access token',
      keywords: ['facebook', 'meta_', 'access_token'],
      parts: [digits(15, 16), text('|'), base64url(27)],
    }),
    shape({
      id: 'meta-app-secret',
      label: 'Meta app secret',
      keywords: ['facebook_app_secret', 'meta_app_secret', 'fb app secret'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'meta-graph-app-id',
      label: 'Meta Graph API app id',
      keywords: ['facebook_app_id', 'meta_app_id'],
      parts: [digits(15, 16)],
    }),
  ],
  binding: {
    origins: ['https://graph.facebook.com'],
    auth: 'bearer',
    read: [],
    write: [
      'GET /**',
      'POST /*/messages',
      'POST /*/feed',
      'POST /*/photos',
      'POST /*/media',
      'POST /*/media_publish',
      'DELETE /**',
    ],
    deny: [
      'GET,POST /oauth/access_token',
      'GET /me/accounts',
      'GET /*/accounts',
      'POST /*/system_users',
      'POST /*/access_tokens',
      'POST /*/subscriptions',
    ],
  },
  getWrites: true,
  identity: { method: 'GET', url: 'https://graph.facebook.com/me' },
  environment: [
    'FACEBOOK_ACCESS_TOKEN',
    'META_ACCESS_TOKEN',
    'WHATSAPP_TOKEN',
    'FACEBOOK_APP_SECRET',
    'INSTAGRAM_ACCESS_TOKEN',
  ],
};
