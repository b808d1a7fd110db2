import type { Service } from '../service.ts';

export const gitlab: Service = {
  id: 'gitlab',
  name: 'GitLab',
  revocation: { page: 'https://gitlab.com/-/user_settings/personal_access_tokens' },
  environment: ['GITLAB_TOKEN'],
  tokens: [
    {
      id: 'gitlab-token',
      label: 'GitLab token',
      prefixes: ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-'],
      keywords: [],
      body: 'gl(?:pat|dt|rt|ptt|cbt)-[A-Za-z0-9_.-]{20,300}',
      boundary: 'word',
      maxLength: 306,
      secret: true,
    },
  ],
};
