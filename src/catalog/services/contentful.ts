import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const contentful: Service = {
  id: 'contentful',
  name: 'Contentful',
  category: 'content',
  tokens: [
    shape({
      id: 'contentful-personal-access-token',
      label: 'Contentful personal access token',
      prefixes: ['CFPAT-'],
      parts: [base64url(43)],
    }),
    shape({
      id: 'contentful-delivery-or-preview-token',
      label: 'Contentful delivery or preview token',
      keywords: ['contentful_access_token', 'contentful_delivery_token', 'contentful_preview_token', 'contentful'],
      parts: [base64url(43, 45)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.contentful.com'],
    auth: 'bearer',
    read: ['GET /spaces/*/environments/**'],
    write: [
      'POST,PUT,PATCH,DELETE /spaces/*/environments/*/entries/**',
      'POST,PUT,DELETE /spaces/*/environments/*/assets/**',
      'PUT,DELETE /spaces/*/environments/*/content_types/**',
    ],
    deny: [
      'GET,POST,PUT /users/me/access_tokens/**',
      'GET,POST,PUT,DELETE /spaces/*/api_keys/**',
      'GET,POST,PUT,DELETE /spaces/*/webhook_definitions/**',
      'DELETE /spaces/*',
    ],
    headers: ['x-contentful-version', 'x-contentful-content-type'],
  },
  identity: { method: 'GET', url: 'https://api.contentful.com/users/me' },
  environment: [
    'CONTENTFUL_MANAGEMENT_TOKEN',
    'CONTENTFUL_ACCESS_TOKEN',
    'CONTENTFUL_PREVIEW_TOKEN',
    'CONTENTFUL_SPACE_ID',
  ],
};
