import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const clickhouseCloud: Service = {
  id: 'clickhouse-cloud',
  name: 'ClickHouse Cloud API',
  category: 'database',
  tokens: [
    shape({
      id: 'clickhouse-cloud-key-secret',
      label: 'ClickHouse Cloud key secret',
      prefixes: ['4b1d'],
      parts: [base62(38)],
      minEntropy: 3.8,
    }),
    publicShape({
      id: 'clickhouse-cloud-key-id',
      label: 'ClickHouse Cloud API key id',
      keywords: ['clickhouse_cloud_key_id'],
      parts: [base62(20)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://api.clickhouse.cloud'],
    auth: 'basic',
    read: [
      'GET /v1/organizations',
      'GET /v1/organizations/*',
      'GET /v1/organizations/*/services/**',
      'GET /v1/organizations/*/activities/**',
    ],
    write: [
      'POST /v1/organizations/*/services',
      'PATCH /v1/organizations/*/services/*/state',
      'PATCH /v1/organizations/*/services/*/scaling',
    ],
    deny: [
      'GET,POST,PATCH,DELETE /v1/organizations/*/keys/**',
      'PATCH /v1/organizations/*/services/*/password',
      'DELETE /v1/organizations/*/services/*',
      'POST,PATCH,DELETE /v1/organizations/*/members/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.clickhouse.cloud/v1/organizations' },
  environment: ['CLICKHOUSE_CLOUD_API_KEY', 'CLICKHOUSE_CLOUD_API_SECRET', 'CLICKHOUSE_PASSWORD'],
};
