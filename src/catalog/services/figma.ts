import { digits, base64url, text, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const figma: Service = {
  id: 'figma',
  name: 'Figma',
  category: 'project-management',
  tokens: [
    shape({
      id: 'figma-personal-access-token',
      label: 'Figma personal access token',
      prefixes: ['figd_'],
      parts: [base64url(38, 200)],
    }),
    shape({
      id: 'figma-oauth-token',
      label: 'Figma OAuth access token',
      prefixes: ['figu_', 'figo_'],
      parts: [base64url(38, 200)],
    }),
    shape({
      id: 'figma-legacy-token',
      label: 'Figma personal access token, legacy',
      keywords: ['figma', 'x-figma-token'],
      parts: [digits(4, 8), text('-'), uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.figma.com'],
    auth: 'header:x-figma-token',
    read: [
      'GET /v1/files/**',
      'GET /v1/images/*',
      'GET /v1/me',
      'GET /v1/teams/**',
      'GET /v1/projects/**',
      'GET /v1/components/*',
    ],
    write: [
      'POST /v1/files/*/comments',
      'DELETE /v1/files/*/comments/*',
      'POST /v1/files/*/variables',
      'POST,PUT /v1/dev_resources',
    ],
    deny: ['POST,PUT,DELETE /v2/webhooks/**'],
  },
  identity: { method: 'GET', url: 'https://api.figma.com/v1/me' },
  revocation: { page: 'figma.com/settings, security' },
  environment: ['FIGMA_TOKEN', 'FIGMA_API_KEY', 'FIGMA_ACCESS_TOKEN'],
};
