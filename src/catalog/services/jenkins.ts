import { hex, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const jenkins: Service = {
  id: 'jenkins',
  name: 'Jenkins',
  category: 'ci',
  tokens: [
    shape({
      id: 'jenkins-token',
      label: 'Jenkins API token',
      keywords: ['jenkins'],
      parts: [text('11'), hex(32)],
      minEntropy: 3.0,
    }),
  ],
  ownOrigin: {
    auth: 'basic',
    read: ['GET /**/api/json', 'GET /job/**/consoleText'],
    write: ['POST /job/**/build', 'POST /job/**/buildWithParameters', 'POST /job/**/stop'],
    deny: [
      'POST /script',
      'POST /scriptText',
      'GET,POST /credentials/**',
      'GET,POST /manage/**',
      'POST /createItem',
      'POST /**/config.xml',
    ],
  },
  revocation: { page: 'user page, security' },
  environment: ['JENKINS_USER', 'JENKINS_API_TOKEN', 'JENKINS_URL'],
};
