import { lower36, base32, base64, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const aws: Service = {
  id: 'aws',
  name: 'Amazon Web Services',
  category: 'cloud',
  tokens: [
    publicShape({
      id: 'aws-access-key-id',
      label: 'AWS access key id',
      prefixes: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
      parts: [base32(16)],
    }),
    shape({
      id: 'aws-secret-access-key',
      label: 'AWS secret access key',
      keywords: ['aws_secret_access_key', 'secretaccesskey', 'aws_secret'],
      parts: [base64(40)],
      minEntropy: 3.8,
    }),
    shape({
      id: 'aws-session-token',
      label: 'AWS session token',
      keywords: ['aws_session_token', 'sessiontoken'],
      parts: [base64(100, 2000), optional(text('=')), optional(text('='))],
      minEntropy: 4,
    }),
    shape({
      id: 'aws-bedrock-key',
      label: 'Amazon Bedrock API key',
      prefixes: ['ABSK'],
      parts: [base64(109, 269), optional(text('=')), optional(text('='))],
    }),
    shape({
      id: 'aws-bedrock-short-term-key',
      label: 'Amazon Bedrock short-term API key',
      prefixes: ['bedrock-api-key-'],
      parts: [base64(60, 2048), optional(text('=')), optional(text('='))],
    }),
    shape({ id: 'aws-appsync-key', label: 'AWS AppSync API key', prefixes: ['da2-'], parts: [lower36(26)] }),
    publicShape({
      id: 'aws-resource-id',
      label: 'AWS role, user or group id',
      prefixes: ['AROA', 'AIDA', 'AGPA', 'AIPA', 'ANPA', 'ANVA', 'APKA', 'ASCA'],
      parts: [base32(16, 17)],
    }),
  ],
  notBound: 'every request is signed',
  getWrites: true,
  environment: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_BEARER_TOKEN_BEDROCK'],
};
