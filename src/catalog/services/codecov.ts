import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const codecov: Service = {
  id: 'codecov',
  name: 'Codecov',
  category: 'ci',
  tokens: [
    shape({
      id: 'codecov-access-or-upload-token',
      label: 'Codecov access or upload token',
      keywords: ['codecov_token', 'codecov'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.codecov.io'],
    auth: 'bearer',
    read: ['GET /api/v2/**'],
    write: [],
    deny: [],
  },
  revocation: { page: 'app.codecov.io, settings, access' },
  environment: ['CODECOV_TOKEN', 'CODECOV_API_TOKEN'],
};
