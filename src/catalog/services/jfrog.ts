import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const jfrog: Service = {
  id: 'jfrog',
  name: 'JFrog Artifactory',
  category: 'registry',
  tokens: [
    shape({ id: 'jfrog-api-key', label: 'JFrog Artifactory API key', prefixes: ['AKCp'], parts: [base62(68, 70)] }),
    shape({
      id: 'jfrog-reference-token',
      label: 'JFrog Artifactory reference token',
      prefixes: ['cmVmd'],
      parts: [base62(59)],
    }),
  ],
  sharedShapes: ['jwt'],
  ownOrigin: {
    pattern: 'https://*.jfrog.io',
    auth: 'bearer',
    read: ['GET /artifactory/api/**', 'GET /artifactory/*/**', 'POST /artifactory/api/search/aql'],
    write: [
      'PUT,DELETE /artifactory/*/**',
      'POST /artifactory/api/copy/**',
      'POST /artifactory/api/move/**',
      'PUT,POST,DELETE /artifactory/api/repositories/*',
    ],
    deny: [
      'GET,POST,DELETE /access/api/v1/tokens/**',
      'GET,POST,PUT,DELETE /artifactory/api/security/**',
      'POST,PUT,PATCH,DELETE /access/api/**',
      'GET /artifactory/api/system/configuration',
    ],
  },
  environment: ['JFROG_ACCESS_TOKEN', 'JF_ACCESS_TOKEN', 'ARTIFACTORY_API_KEY', 'ARTIFACTORY_TOKEN', 'JFROG_URL'],
};
