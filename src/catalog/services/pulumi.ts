import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const pulumi: Service = {
  id: 'pulumi',
  name: 'Pulumi Cloud',
  category: 'infrastructure',
  tokens: [
    shape({ id: 'pulumi-access-token', label: 'Pulumi Cloud access token', prefixes: ['pul-'], parts: [hex(40)] }),
  ],
  binding: {
    origins: ['https://api.pulumi.com'],
    auth: 'header:authorization',
    valuePrefix: 'token ',
    read: ['GET /api/user', 'GET /api/user/stacks', 'GET /api/stacks/*/*/*/updates', 'GET /api/orgs/**'],
    write: ['POST /api/stacks/**', 'DELETE /api/stacks/**', 'PATCH /api/stacks/*/*/*/tags'],
    deny: [
      'GET,POST,DELETE /api/user/tokens/**',
      'GET,POST,DELETE /api/orgs/*/tokens/**',
      'GET /api/stacks/*/*/*/export',
      'POST /api/stacks/*/*/*/decrypt',
      'POST /api/stacks/*/*/*/batch-decrypt',
      'POST /api/esc/environments/*/*/*/open',
      'POST /api/oauth/token',
    ],
  },
  identity: { method: 'GET', url: 'https://api.pulumi.com/api/user' },
  environment: ['PULUMI_ACCESS_TOKEN'],
};
