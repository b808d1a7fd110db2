import { base62, text, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const pinecone: Service = {
  id: 'pinecone',
  name: 'Pinecone',
  category: 'vector-database',
  tokens: [
    shape({
      id: 'pinecone-key',
      label: 'Pinecone API key',
      prefixes: ['pcsk_'],
      parts: [base62(5, 6), text('_'), base62(63)],
    }),
    shape({
      id: 'pinecone-legacy-api-key',
      label: 'Pinecone legacy API key',
      keywords: ['pinecone_api_key', 'pinecone'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.pinecone.io'],
    auth: 'header:api-key',
    read: ['GET /indexes/**', 'GET /collections/**', 'GET /backups/**'],
    write: [
      'POST /indexes',
      'PATCH /indexes/*',
      'DELETE /indexes/*',
      'POST /collections',
      'DELETE /collections/*',
      'DELETE /backups/*',
    ],
    deny: ['GET,POST,DELETE /admin/**'],
    headers: ['x-pinecone-api-version'],
  },
  identity: { method: 'GET', url: 'https://api.pinecone.io/indexes' },
  revocation: { page: 'app.pinecone.io, API keys; or the Admin API with a service account' },
  environment: ['PINECONE_API_KEY'],
};
