import { base62, base64, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const alibabaCloud: Service = {
  id: 'alibaba-cloud',
  name: 'Alibaba Cloud',
  category: 'cloud',
  tokens: [
    publicShape({
      id: 'alibaba-cloud-access-key-id',
      label: 'Alibaba Cloud access key id',
      prefixes: ['LTAI'],
      parts: [base62(12, 21)],
    }),
    publicShape({
      id: 'alibaba-cloud-temporary-key-id',
      label: 'Alibaba Cloud temporary access key id',
      prefixes: ['STS.'],
      parts: [base62(16, 64)],
    }),
    shape({
      id: 'alibaba-cloud-access-key-secret',
      label: 'Alibaba Cloud access key secret',
      keywords: ['alibaba_cloud_access_key_secret', 'aliyun_access_key_secret'],
      parts: [base62(30)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'alibaba-cloud-security-token',
      label: 'Alibaba Cloud security token',
      keywords: ['alibaba_cloud_security_token', 'security_token'],
      parts: [text('CAIS'), base64(20, 1100), optional(text('=')), optional(text('='))],
      minEntropy: 3.8,
    }),
  ],
  notBound: 'every request is signed',
  getWrites: true,
  identity: { method: 'GET', url: 'https://sts.aliyuncs.com/?Action=GetCallerIdentity&Version=2015-04-01' },
  environment: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_SECURITY_TOKEN'],
};
