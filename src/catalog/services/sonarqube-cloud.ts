import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const sonarqubeCloud: Service = {
  id: 'sonarqube-cloud',
  name: 'SonarQube Cloud / Server',
  category: 'ci',
  tokens: [
    shape({
      id: 'sonarqube-cloud-user',
      label: 'SonarQube Cloud / Server user',
      prefixes: ['squ_', 'sqp_', 'sqa_'],
      parts: [hex(40)],
    }),
    shape({
      id: 'sonarqube-cloud-legacy-token',
      label: 'SonarQube Cloud / Server legacy Token',
      keywords: ['sonar_token', 'sonar.login'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://sonarcloud.io'],
    auth: 'bearer',
    read: ['GET /api/issues/**', 'GET /api/measures/**', 'GET /api/projects/**', 'GET /api/qualitygates/**'],
    write: ['POST /api/issues/do_transition', 'POST /api/issues/add_comment', 'POST /api/hotspots/change_status'],
    deny: [
      'GET,POST /api/user_tokens/**',
      'POST /api/permissions/**',
      'POST /api/projects/delete',
      'POST /api/users/**',
      'GET,POST /api/settings/**',
    ],
  },
  identity: { method: 'GET', url: 'https://sonarcloud.io/api/authentication/validate' },
  environment: ['SONAR_TOKEN', 'SONARQUBE_TOKEN', 'SONAR_HOST_URL'],
};
