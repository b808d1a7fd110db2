import { base62, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const segment: Service = {
  id: 'segment',
  name: 'Twilio Segment',
  category: 'analytics',
  tokens: [
    shape({
      id: 'segment-public-api-token',
      label: 'Twilio Segment public API token',
      prefixes: ['sgp_'],
      parts: [base62(64)],
    }),
    shape({
      id: 'segment-legacy-token',
      label: 'Segment API token, legacy',
      keywords: ['segment'],
      parts: [base64url(43), text('.'), base64url(43)],
      minEntropy: 3.8,
    }),
    publicShape({
      id: 'segment-write-key',
      label: 'Twilio Segment write key',
      keywords: ['segment_write_key'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.segmentapis.com'],
    auth: 'bearer',
    read: ['GET /**'],
    write: ['POST,PATCH,DELETE /sources/**', 'POST,PATCH,DELETE /destinations/**'],
    deny: [
      'POST,DELETE /sources/*/writekey/**',
      'POST,PUT,DELETE /users/**',
      'POST,PUT,DELETE /groups/**',
      'POST /regulations/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.segmentapis.com/' },
  revocation: { page: 'app.segment.com, settings, access management, tokens' },
  environment: ['SEGMENT_API_TOKEN', 'SEGMENT_WRITE_KEY', 'SEGMENT_ACCESS_TOKEN'],
};
