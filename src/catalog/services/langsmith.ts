import { hex, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const langsmith: Service = {
  id: 'langsmith',
  name: 'LangSmith',
  category: 'llm',
  tokens: [
    shape({
      id: 'langsmith-key',
      label: 'LangSmith key',
      prefixes: ['lsv2_pt_', 'lsv2_sk_'],
      parts: [hex(32), text('_'), hex(10)],
    }),
  ],
  binding: {
    origins: ['https://api.smith.langchain.com'],
    auth: 'header:x-api-key',
    read: ['GET /api/v1/**', 'POST /api/v1/runs/query'],
    write: [
      'POST /api/v1/runs',
      'PATCH /api/v1/runs/*',
      'POST /api/v1/datasets',
      'DELETE /api/v1/datasets/*',
      'POST /api/v1/examples',
    ],
    deny: ['GET,POST,DELETE /api/v1/api-key/**', 'GET,POST,DELETE /api/v1/workspaces/current/secrets'],
  },
  identity: { method: 'GET', url: 'https://api.smith.langchain.com/api/v1/orgs/current' },
  revocation: { page: 'smith.langchain.com, settings, API keys' },
  environment: ['LANGSMITH_API_KEY', 'LANGCHAIN_API_KEY'],
};
