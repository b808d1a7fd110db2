import { hex, base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const azureOpenai: Service = {
  id: 'azure-openai',
  name: 'Azure OpenAI / AI Foundry',
  category: 'llm',
  tokens: [
    shape({
      id: 'azure-openai-legacy-resource-key',
      label: 'Azure OpenAI / AI Foundry legacy Resource key',
      keywords: ['azure_openai_api_key', 'azure_openai_key', 'azure openai'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'azure-openai-key',
      label: 'Azure OpenAI resource key',
      before: [base62(52)],
      holds: 'JQQJ99',
      parts: [base62(26)],
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.openai.azure.com',
    auth: 'header:api-key',
    read: ['GET /openai/models', 'GET /openai/deployments/*'],
    spend: [
      'POST /openai/deployments/*/chat/completions',
      'POST /openai/deployments/*/embeddings',
      'POST /openai/v1/**',
    ],
    write: ['POST /openai/files', 'DELETE /openai/files/*', 'POST /openai/fine_tuning/jobs'],
    deny: [],
  },
  environment: ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT', 'AZURE_API_KEY'],
};
