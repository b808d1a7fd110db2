import { atlassianChecksum } from '../checksums.ts';
import { upperHex, lower36, base64url, base64, text, oneOf } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const atlassian: Service = {
  id: 'atlassian',
  name: 'Atlassian Cloud (Jira, Confluence)',
  category: 'project-management',
  tokens: [
    shape({
      id: 'atlassian-api-token',
      label: 'Atlassian API token',
      prefixes: ['ATATT3xFfGF0'],
      parts: [base64url(71, 800), text('='), upperHex(8)],
      checksum: atlassianChecksum,
    }),
    shape({
      id: 'atlassian-service-account-token',
      label: 'Atlassian API token of a service account',
      prefixes: ['ATSTT3xFfGF0'],
      parts: [base64url(71, 800), text('='), upperHex(8)],
    }),
    shape({
      id: 'atlassian-legacy-api-token',
      label: 'Atlassian Cloud legacy API token',
      keywords: ['jira_api_token', 'confluence_api_token', 'atlassian_api_token', 'confluence'],
      parts: [lower36(24)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'atlassian-data-center-token',
      label: 'Jira or Confluence Data Center token',
      keywords: ['jira_pat', 'jira_token'],
      parts: [oneOf('M', 'N', 'O'), base64(43)],
      minEntropy: 3.8,
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.atlassian.net',
    auth: 'basic',
    read: [
      'GET /rest/api/**',
      'GET /rest/agile/**',
      'GET /wiki/rest/api/**',
      'GET /wiki/api/v2/**',
      'POST /rest/api/3/search',
      'POST /rest/api/3/search/jql',
      'GET /ex/*/*/rest/api/**',
    ],
    write: [
      'POST /rest/api/3/issue',
      'PUT,DELETE /rest/api/3/issue/*',
      'POST /rest/api/3/issue/*/comment',
      'POST /rest/api/3/issue/*/transitions',
      'POST,PUT,DELETE /wiki/api/v2/pages/**',
      'POST /rest/api/3/issue/*/attachments',
    ],
    deny: [
      'POST,PUT,DELETE /rest/api/3/user',
      'POST,PUT,DELETE /rest/api/3/role/**',
      'POST,PUT,DELETE /rest/api/3/permissionscheme/**',
      'GET,POST,PUT,DELETE /admin/**',
      'POST,DELETE /rest/webhooks/**',
      'DELETE /rest/api/3/project/*',
    ],
    headers: ['x-atlassian-token'],
  },
  revocation: { page: 'id.atlassian.com/manage-profile/security/api-tokens; admins by the organizations API' },
  environment: [
    'JIRA_API_TOKEN',
    'CONFLUENCE_API_TOKEN',
    'ATLASSIAN_API_TOKEN',
    'JIRA_EMAIL',
    'JIRA_USERNAME',
    'JIRA_URL',
    'CONFLUENCE_URL',
  ],
};
