import { crc32Base62 } from '../checksums.ts';
import { hex, base62, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
export const github: Service = {
  id: 'github',
  name: 'GitHub',
  category: 'code-host',
  tokens: [
    shape({
      id: 'github-token',
      label: 'GitHub access token',
      prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_'],
      parts: [base62(36, 251)],
      checksum: crc32Base62(4),
    }),
    shape({
      id: 'github-fine-grained-token',
      label: 'GitHub fine-grained personal access token',
      prefixes: ['github_pat_'],
      parts: [base62(22), text('_'), base62(59)],
    }),
    shape({
      id: 'github-installation-token',
      label: 'GitHub App installation token, stateless',
      prefixes: ['ghs_'],
      parts: [
        base62(1, 40),
        text('_'),
        base64url(10, 2048),
        text('.'),
        base64url(10, 4096),
        text('.'),
        base64url(20, 2048),
      ],
    }),
    shape({
      id: 'github-refresh-token',
      label: 'GitHub App refresh token',
      prefixes: ['ghr_'],
      parts: [base62(36, 251)],
    }),
    publicShape({
      id: 'github-client-id',
      label: 'GitHub OAuth or App client id',
      prefixes: ['Iv1.', 'Iv23', 'Ov23'],
      parts: [base62(16, 20)],
    }),
    shape({
      id: 'github-client-secret',
      label: 'GitHub OAuth or App client secret',
      keywords: ['github_client_secret', 'github secret', 'github_secret'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.github.com'],
    auth: 'bearer',
    read: ['GET /**', 'POST /markdown'],
    write: [
      'POST /repos/*/*/issues',
      'PATCH /repos/*/*/issues/*',
      'POST /repos/*/*/issues/*/comments',
      'POST /repos/*/*/pulls',
      'PUT /repos/*/*/pulls/*/merge',
      'PUT /repos/*/*/contents/**',
      'POST /repos/*/*/git/**',
      'POST /repos/*/*/actions/workflows/*/dispatches',
      'POST /repos/*/*/releases',
      'POST /repos/*/*/hooks',
      'POST /gists',
    ],
    deny: [
      'DELETE /repos/*/*',
      'POST /app/installations/*/access_tokens',
      'GET,POST,PATCH,DELETE /applications/**',
      'GET,PUT,DELETE /repos/*/*/actions/secrets/**',
      'GET,PUT,DELETE /orgs/*/actions/secrets/**',
      'GET,PUT,DELETE /repos/*/*/dependabot/secrets/**',
      'GET,PUT,DELETE /repos/*/*/environments/*/secrets/**',
      'POST /repos/*/*/actions/runners/registration-token',
      'POST /orgs/*/actions/runners/registration-token',
      'POST,DELETE /repos/*/*/keys/**',
      'POST,DELETE /user/keys/**',
      'POST,DELETE /user/gpg_keys/**',
      'PUT,DELETE /repos/*/*/collaborators/*',
      'PUT,DELETE /orgs/*/memberships/*',
      'POST /orgs/*/personal-access-tokens/**',
    ],
    graphql: '/graphql',
    headers: ['x-github-api-version'],
  },
  identity: { method: 'GET', url: 'https://api.github.com/user' },
  revocation: {
    page: 'settings, developer settings; an installation token (ghs_) revokes itself: DELETE /installation/token; OAuth token: DELETE /applications/{client_id}/token by basic authentication',
  },
  environment: [
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'GITHUB_PAT',
    'GITHUB_PERSONAL_ACCESS_TOKEN',
    'GH_ENTERPRISE_TOKEN',
    'GITHUB_CLIENT_SECRET',
    'GITHUB_APP_PRIVATE_KEY',
  ],
};
