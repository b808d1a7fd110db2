import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const tavily: Service = {
  id: 'tavily',
  name: 'Tavily',
  category: 'search',
  tokens: [shape({ id: 'tavily-api-key', label: 'Tavily API key', prefixes: ['tvly-'], parts: [base64url(32, 40)] })],
  binding: {
    origins: ['https://api.tavily.com'],
    auth: 'bearer',
    read: ['GET /usage'],
    spend: ['POST /search', 'POST /extract', 'POST /crawl', 'POST /map'],
    write: [],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.tavily.com/usage' },
  revocation: { page: 'app.tavily.com' },
  environment: ['TAVILY_API_KEY'],
};
