import { crc32Base64 } from '../checksums.ts';
import { upper36, base64 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const confluentCloud: Service = {
  id: 'confluent-cloud',
  name: 'Confluent Cloud',
  category: 'database',
  tokens: [
    shape({
      id: 'confluent-secret',
      label: 'Confluent Cloud API secret',
      prefixes: ['cflt'],
      parts: [base64(60)],
      checksum: crc32Base64(4),
    }),
    shape({
      id: 'confluent-cloud-legacy-api-secret',
      label: 'Confluent Cloud legacy API secret',
      keywords: ['confluent_cloud_api_secret', 'sasl.password', 'confluent'],
      parts: [base64(64)],
      minEntropy: 3.2,
    }),
    publicShape({
      id: 'confluent-key-id',
      label: 'Confluent Cloud API key id',
      keywords: ['confluent_cloud_api_key'],
      parts: [upper36(16)],
    }),
  ],
  binding: {
    origins: ['https://api.confluent.cloud'],
    auth: 'basic',
    read: ['GET /org/v2/**', 'GET /cmk/v2/clusters/**', 'GET /kafka/v3/clusters/*/topics/**'],
    write: [
      'POST /kafka/v3/clusters/*/topics',
      'DELETE /kafka/v3/clusters/*/topics/*',
      'POST /kafka/v3/clusters/*/topics/*/records',
      'POST,DELETE /cmk/v2/clusters/**',
    ],
    deny: ['POST,PATCH,DELETE /iam/v2/**'],
  },
  environment: ['CONFLUENT_CLOUD_API_KEY', 'CONFLUENT_CLOUD_API_SECRET', 'KAFKA_API_KEY', 'KAFKA_API_SECRET'],
};
