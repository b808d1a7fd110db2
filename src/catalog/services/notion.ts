import { digits, base62, word } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const notion: Service = {
  id: 'notion',
  name: 'Notion',
  category: 'project-management',
  tokens: [
    shape({
      id: 'notion-token',
      label: 'Notion integration or personal token',
      prefixes: ['ntn_'],
      parts: [digits(11), base62(35)],
    }),
    shape({
      id: 'notion-legacy-integration-token',
      label: 'Notion legacy Integration token',
      prefixes: ['secret_'],
      parts: [base62(43)],
    }),
    shape({
      id: 'notion-oauth-refresh-token',
      label: 'Notion OAuth refresh token',
      prefixes: ['nrt_'],
      parts: [word(40, 55)],
    }),
  ],
  binding: {
    origins: ['https://api.notion.com'],
    auth: 'bearer',
    read: [
      'GET /v1/pages/**',
      'GET /v1/blocks/**',
      'GET /v1/databases/**',
      'GET /v1/data_sources/**',
      'GET /v1/users/**',
      'GET /v1/comments',
      'POST /v1/search',
      'POST /v1/databases/*/query',
      'POST /v1/data_sources/*/query',
    ],
    write: [
      'POST /v1/pages',
      'PATCH /v1/pages/*',
      'PATCH /v1/blocks/**',
      'DELETE /v1/blocks/*',
      'POST /v1/comments',
      'POST,PATCH /v1/databases/**',
      'POST,PATCH /v1/data_sources/*',
      'POST /v1/file_uploads/**',
    ],
    deny: ['POST /v1/oauth/token', 'POST /v1/oauth/introspect'],
    headers: ['notion-version'],
  },
  identity: { method: 'GET', url: 'https://api.notion.com/v1/users/me' },
  revocation: { page: 'notion.so/profile/integrations' },
  environment: ['NOTION_TOKEN', 'NOTION_API_KEY', 'NOTION_API_TOKEN', 'NOTION_ACCESS_TOKEN'],
};
