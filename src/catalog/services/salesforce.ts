import { upperHex, base62, dotted, text, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const salesforce: Service = {
  id: 'salesforce',
  name: 'Salesforce',
  category: 'crm',
  tokens: [
    shape({
      id: 'salesforce-session',
      label: 'Salesforce session id or access token',
      prefixes: ['00D'],
      parts: [base62(12), text('!'), characters('[A-Za-z0-9._-]', 80, 260)],
    }),
    publicShape({
      id: 'salesforce-consumer-key',
      label: 'Salesforce consumer key',
      prefixes: ['3MVG'],
      parts: [dotted(20, 200)],
    }),
    shape({
      id: 'salesforce-consumer-secret',
      label: 'Salesforce consumer secret',
      keywords: ['salesforce_client_secret', 'sf_consumer_secret'],
      parts: [upperHex(16, 64)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'salesforce-refresh-token',
      label: 'Salesforce refresh token',
      prefixes: ['5Aep'],
      parts: [dotted(40, 200)],
      minEntropy: 3.8,
    }),
    shape({
      id: 'salesforce-security-token',
      label: 'Salesforce security token',
      keywords: ['salesforce_security_token', 'sf_security_token'],
      parts: [base62(24, 25)],
      minEntropy: 2.5,
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.my.salesforce.com',
    auth: 'bearer',
    read: [
      'GET /services/data/*/query',
      'GET /services/data/*/search',
      'GET /services/data/*/sobjects/**',
      'GET /services/data/*/limits',
    ],
    write: [
      'POST,PATCH,DELETE /services/data/*/sobjects/**',
      'POST /services/data/*/composite/**',
      'POST /services/data/*/jobs/**',
      'POST,PATCH,PUT,DELETE /services/apexrest/**',
    ],
    deny: [
      'POST /services/oauth2/token',
      'POST,GET /services/data/*/tooling/executeAnonymous/**',
      'POST,PATCH,DELETE /services/data/*/tooling/**',
      'POST,DELETE /services/data/*/sobjects/User/*/password',
      'POST /services/Soap/**',
    ],
  },
  environment: [
    'SALESFORCE_ACCESS_TOKEN',
    'SALESFORCE_CLIENT_ID',
    'SALESFORCE_CLIENT_SECRET',
    'SALESFORCE_USERNAME',
    'SALESFORCE_PASSWORD',
    'SALESFORCE_SECURITY_TOKEN',
    'SFDX_AUTH_URL',
  ],
};
