import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const amplitude: Service = {
  id: 'amplitude',
  name: 'Amplitude',
  category: 'analytics',
  tokens: [
    shape({
      id: 'amplitude-secret-key',
      label: 'Amplitude secret key',
      keywords: ['amplitude_secret_key', 'amplitude secret'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'amplitude-api-key',
      label: 'Amplitude API key',
      keywords: ['amplitude_api_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://amplitude.com'],
    auth: 'basic',
    read: ['GET /api/2/**', 'GET /api/3/**'],
    write: [],
    deny: ['POST,DELETE /api/2/deletions/users/**', 'POST,PATCH,DELETE /api/1/scim/**'],
  },
  identity: { method: 'GET', url: 'https://amplitude.com/api/2/events/list' },
  revocation: { page: 'settings, projects (rotate secret key)' },
  environment: ['AMPLITUDE_API_KEY', 'AMPLITUDE_SECRET_KEY'],
};
