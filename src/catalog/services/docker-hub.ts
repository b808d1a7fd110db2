import { base64url, base64, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const dockerHub: Service = {
  id: 'docker-hub',
  name: 'Docker Hub',
  category: 'registry',
  tokens: [
    shape({
      id: 'docker-hub-token',
      label: 'Docker Hub access token',
      prefixes: ['dckr_pat_', 'dckr_oat_'],
      parts: [base64url(27, 32)],
    }),
    shape({
      id: 'docker-registry-login',
      label: 'Registry log-in of a Docker configuration',
      keywords: ['"auth":', '"auth" :'],
      parts: [base64(12, 2000), optional(text('=')), optional(text('='))],
      minEntropy: 3,
    }),
  ],
  notBound: 'the API wants several credentials at once',
  revocation: { page: 'app.docker.com/settings/personal-access-tokens' },
  environment: ['DOCKERHUB_TOKEN', 'DOCKER_PASSWORD', 'DOCKERHUB_USERNAME', 'DOCKER_AUTH_CONFIG'],
};
