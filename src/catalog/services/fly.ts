import { base64url, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const fly: Service = {
  id: 'fly',
  name: 'Fly.io',
  category: 'paas',
  tokens: [
    shape({
      id: 'fly-token',
      label: 'Fly.io macaroon token',
      prefixes: ['FlyV1 '],
      parts: [characters('[A-Za-z0-9+/=_,-]', 100, 4000)],
    }),
    shape({
      id: 'fly-personal-auth-token',
      label: 'Fly.io personal auth token',
      prefixes: ['fo1_'],
      parts: [base64url(43)],
    }),
  ],
  binding: {
    origins: ['https://api.machines.dev'],
    auth: 'bearer',
    read: ['GET /v1/**'],
    write: ['POST /v1/apps/*/machines/**', 'DELETE /v1/apps/*/machines/*', 'POST /v1/apps', 'POST /v1/apps/*/volumes'],
    deny: [
      'POST /v1/tokens/**',
      'GET,POST,DELETE /v1/apps/*/secrets/**',
      'DELETE /v1/apps/*',
      'POST /v1/apps/*/machines/*/exec',
    ],
  },
  identity: { method: 'GET', url: 'https://api.machines.dev/v1/tokens/current' },
  revocation: { page: 'fly tokens revoke, or the dashboard of the organization' },
  environment: ['FLY_API_TOKEN', 'FLY_ACCESS_TOKEN'],
};
