import type { Service } from '../service.ts';

export const github: Service = {
  id: 'github',
  name: 'GitHub',
  revocation: { page: 'https://github.com/settings/tokens' },
  environment: ['GITHUB_TOKEN'],
  tokens: [
    {
      id: 'github-token',
      label: 'GitHub token',
      prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
      keywords: [],
      body: 'gh[opsur]_[A-Za-z0-9]{36,251}',
      boundary: 'word',
      maxLength: 255,
      secret: true,
    },
    {
      id: 'github-fine-grained-token',
      label: 'GitHub fine-grained personal access token',
      prefixes: ['github_pat_'],
      keywords: [],
      body: 'github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}',
      boundary: 'word',
      maxLength: 93,
      secret: true,
    },
  ],
};
