import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const rubygems: Service = {
  id: 'rubygems',
  name: 'RubyGems.org',
  category: 'registry',
  tokens: [shape({ id: 'rubygems-api-key', label: 'RubyGems.org API key', prefixes: ['rubygems_'], parts: [hex(48)] })],
  binding: {
    origins: ['https://rubygems.org'],
    auth: 'header:authorization',
    read: ['GET /api/v1/**'],
    write: ['POST /api/v1/gems', 'DELETE /api/v1/gems/yank'],
    deny: [
      'POST,PUT,GET /api/v1/api_key',
      'POST,DELETE /api/v1/gems/*/owners',
      'POST,DELETE /api/v1/web_hooks/**',
      'POST /api/v1/oidc/**',
    ],
  },
  identity: { method: 'GET', url: 'https://rubygems.org/api/v1/profile/me.json' },
  revocation: { page: 'rubygems.org/profile/api_keys' },
  environment: ['GEM_HOST_API_KEY', 'RUBYGEMS_API_KEY'],
};
