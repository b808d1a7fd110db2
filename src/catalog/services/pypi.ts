import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const pypi: Service = {
  id: 'pypi',
  name: 'PyPI',
  category: 'registry',
  tokens: [shape({ id: 'pypi-token', label: 'PyPI API token', prefixes: ['pypi-AgE'], parts: [base64url(50, 1000)] })],
  binding: {
    origins: ['https://pypi.org'],
    auth: 'basic',
    username: '__token__',
    read: ['GET /simple/**', 'GET /pypi/*/json'],
    write: [],
    deny: ['POST /_/oidc/mint-token'],
  },
  revocation: { page: 'pypi.org/manage/account, or the settings of the project' },
  environment: [
    'PYPI_TOKEN',
    'PYPI_API_TOKEN',
    'TWINE_PASSWORD',
    'UV_PUBLISH_TOKEN',
    'POETRY_PYPI_TOKEN_PYPI',
    'FLIT_PASSWORD',
  ],
};
