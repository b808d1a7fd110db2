import type { Service } from '../service.ts';

export const aws: Service = {
  id: 'aws',
  name: 'Amazon Web Services',
  revocation: { page: 'https://console.aws.amazon.com/iam/home#/security_credentials' },
  environment: ['AWS_SECRET_ACCESS_KEY'],
  tokens: [
    {
      id: 'aws-access-key-id',
      label: 'AWS access key id',
      prefixes: ['AKIA', 'ASIA'],
      keywords: [],
      body: '(?:AKIA|ASIA)[A-Z2-7]{16}',
      boundary: 'word',
      maxLength: 20,
      secret: false,
    },
    {
      id: 'aws-secret-access-key',
      label: 'AWS secret access key',
      prefixes: [],
      keywords: ['aws_secret_access_key', 'secretaccesskey', 'aws_secret', 'secret_access_key'],
      body: '[A-Za-z0-9/+]{40}',
      boundary: 'word',
      maxLength: 40,
      minEntropy: 4.0,
      secret: true,
    },
  ],
};
