import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const shopify: Service = {
  id: 'shopify',
  name: 'Shopify Admin API',
  category: 'commerce',
  tokens: [
    shape({
      id: 'shopify-token',
      label: 'Shopify access token, secret or password',
      prefixes: ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shpua_', 'shptka_'],
      parts: [hex(32)],
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.myshopify.com',
    auth: 'header:x-shopify-access-token',
    read: ['GET /admin/api/*/**'],
    write: [
      'POST,PUT,DELETE /admin/api/*/products/**',
      'POST,PUT /admin/api/*/orders/**',
      'POST /admin/api/*/orders/*/refunds.json',
    ],
    deny: [
      'POST /admin/oauth/access_token',
      'POST /admin/api/*/storefront_access_tokens.json',
      'POST /admin/api/*/webhooks.json',
    ],
    graphql: '/admin/api/*/graphql.json',
  },
  revocation: { page: 'uninstall the app, or rotate its secret in the dev dashboard' },
  environment: [
    'SHOPIFY_ACCESS_TOKEN',
    'SHOPIFY_ADMIN_ACCESS_TOKEN',
    'SHOPIFY_API_SECRET',
    'SHOPIFY_API_KEY',
    'SHOPIFY_CLI_THEME_TOKEN',
  ],
};
