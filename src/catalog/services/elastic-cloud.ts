import { base64url, base64, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const elasticCloud: Service = {
  id: 'elastic-cloud',
  name: 'Elastic Cloud and Elasticsearch',
  category: 'database',
  tokens: [
    shape({
      id: 'elastic-cloud-key',
      label: 'Elastic Cloud organization API key',
      prefixes: ['essu_'],
      parts: [base64url(60, 202)],
    }),
    shape({
      id: 'elasticsearch-api-key',
      label: 'Elasticsearch API key',
      keywords: ['elastic_api_key', 'elasticsearch_api_key', 'es_api_key'],
      parts: [base64(58), characters('[A-Za-z0-9+/=]', 2)],
      minEntropy: 3.5,
    }),
  ],
  binding: {
    origins: ['https://api.elastic-cloud.com'],
    auth: 'header:authorization',
    valuePrefix: 'ApiKey ',
    read: [
      'GET /_cluster/health',
      'GET /_cat/**',
      'GET,POST /*/_search',
      'POST /_msearch',
      'POST /*/_count',
      'GET /*/_doc/*',
      'POST /_query',
      'GET /*/_mapping',
    ],
    write: ['PUT,POST /*/_doc/**', 'POST /_bulk', 'POST /*/_update/*', 'POST /*/_update_by_query', 'PUT /*'],
    deny: [
      'GET,POST,PUT,DELETE /_security/**',
      'DELETE /*',
      'POST /*/_delete_by_query',
      'PUT /_cluster/settings',
      'PUT,DELETE /_snapshot/**',
      'POST /_reindex',
    ],
  },
  identity: { method: 'GET', url: 'https://api.elastic-cloud.com/_security/_authenticate' },
  environment: ['EC_API_KEY', 'ELASTIC_API_KEY', 'ELASTICSEARCH_API_KEY', 'ELASTIC_PASSWORD', 'ELASTIC_CLOUD_ID'],
};
