import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const wakatime: Service = {
  id: 'wakatime',
  name: 'WakaTime',
  category: 'analytics',
  tokens: [
    shape({ id: 'wakatime-api-key', label: 'WakaTime API key', prefixes: ['waka_'], parts: [uuid()] }),
    shape({
      id: 'wakatime-legacy-api-key',
      label: 'WakaTime legacy API key',
      keywords: ['wakatime_api_key', 'wakatime'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://wakatime.com'],
    auth: 'bearer',
    read: ['GET /api/v1/users/current/**'],
    write: ['POST /api/v1/users/current/heartbeats', 'DELETE /api/v1/users/current/heartbeats.bulk'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://wakatime.com/api/v1/users/current' },
  revocation: { page: 'wakatime.com/settings/api-key' },
  environment: ['WAKATIME_API_KEY'],
};
