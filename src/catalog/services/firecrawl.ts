import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const firecrawl: Service = {
  id: 'firecrawl',
  name: 'Firecrawl',
  category: 'search',
  tokens: [shape({ id: 'firecrawl-api-key', label: 'Firecrawl API key', prefixes: ['fc-'], parts: [hex(32)] })],
  binding: {
    origins: ['https://api.firecrawl.dev'],
    auth: 'bearer',
    read: ['GET /v1/team/**', 'GET /v1/crawl/**', 'GET /v1/batch/scrape/**', 'GET /v1/extract/*'],
    spend: [
      'POST /v1/scrape',
      'POST /v1/crawl',
      'POST /v1/map',
      'POST /v1/search',
      'POST /v1/extract',
      'POST /v1/batch/scrape',
    ],
    write: ['DELETE /v1/crawl/*', 'DELETE /v1/batch/scrape/*'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.firecrawl.dev/v1/team/credit-usage' },
  revocation: { page: 'firecrawl.dev/app/api-keys' },
  environment: ['FIRECRAWL_API_KEY'],
};
