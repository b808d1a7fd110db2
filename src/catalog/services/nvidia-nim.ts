import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const nvidiaNim: Service = {
  id: 'nvidia-nim',
  name: 'NVIDIA NIM / API catalog',
  category: 'llm',
  tokens: [
    shape({
      id: 'nvidia-nim-api-key',
      label: 'NVIDIA NIM / API catalog API key',
      prefixes: ['nvapi-'],
      parts: [base64url(60, 70)],
    }),
  ],
  binding: {
    origins: ['https://integrate.api.nvidia.com'],
    auth: 'bearer',
    read: ['GET /v1/models'],
    spend: ['POST /v1/chat/completions', 'POST /v1/embeddings'],
    write: [],
    deny: [],
  },
  revocation: { page: 'build.nvidia.com or org.ngc.nvidia.com, API keys' },
  environment: ['NVIDIA_API_KEY', 'NGC_API_KEY'],
};
