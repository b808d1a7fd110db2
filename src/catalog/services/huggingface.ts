import { letters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const huggingface: Service = {
  id: 'huggingface',
  name: 'Hugging Face',
  category: 'llm',
  tokens: [
    shape({ id: 'huggingface-token', label: 'Hugging Face access token', prefixes: ['hf_'], parts: [letters(34)] }),
    shape({
      id: 'huggingface-organization-token',
      label: 'Hugging Face organization token',
      prefixes: ['api_org_'],
      parts: [letters(34)],
    }),
  ],
  binding: {
    origins: ['https://huggingface.co'],
    auth: 'bearer',
    read: [
      'GET /api/models/**',
      'GET /api/datasets/**',
      'GET /api/spaces/**',
      'GET /api/whoami-v2',
      'GET /*/*/resolve/**',
    ],
    write: [
      'POST /api/repos/create',
      'DELETE /api/repos/delete',
      'POST /api/models/*/*/commit/*',
      'POST /api/datasets/*/*/commit/*',
      'POST /api/*/*/*/discussions',
    ],
    deny: ['POST,DELETE /api/spaces/*/*/secrets', 'POST /api/spaces/*/*/variables', 'GET /api/*/*/*/jwt'],
  },
  identity: { method: 'GET', url: 'https://huggingface.co/api/whoami-v2' },
  revocation: { page: 'huggingface.co/settings/tokens' },
  environment: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACEHUB_API_TOKEN', 'HUGGINGFACE_API_KEY'],
};
