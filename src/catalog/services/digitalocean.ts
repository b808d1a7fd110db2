import { hex, upper36, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const digitalocean: Service = {
  id: 'digitalocean',
  name: 'DigitalOcean',
  category: 'cloud',
  tokens: [
    shape({
      id: 'digitalocean-token',
      label: 'DigitalOcean access token',
      prefixes: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
      parts: [hex(64)],
    }),
    publicShape({
      id: 'digitalocean-spaces-key-id',
      label: 'DigitalOcean Spaces access key id',
      keywords: ['spaces_access_key_id', 'spaces_key', 'digitaloceanspaces'],
      parts: [text('DO'), upper36(18)],
    }),
  ],
  binding: {
    origins: ['https://api.digitalocean.com'],
    auth: 'bearer',
    read: [
      'GET /v2/account',
      'GET /v2/droplets/**',
      'GET /v2/apps/**',
      'GET /v2/domains/**',
      'GET /v2/images/**',
      'GET /v2/projects/**',
      'GET /v2/monitoring/**',
    ],
    write: [
      'POST /v2/droplets',
      'DELETE /v2/droplets/*',
      'POST /v2/droplets/*/actions',
      'POST /v2/apps',
      'PUT /v2/apps/*',
      'POST /v2/domains/*/records',
      'DELETE /v2/domains/*/records/*',
      'POST /v2/databases',
      'DELETE /v2/databases/*',
    ],
    deny: [
      'GET,POST,PATCH,PUT,DELETE /v2/spaces/keys/**',
      'GET /v2/kubernetes/clusters/*/kubeconfig',
      'GET /v2/kubernetes/clusters/*/credentials',
      'GET /v2/registry/docker-credentials',
      'GET,POST,PUT,DELETE /v2/databases/*/users/**',
      'POST /v2/databases/*/users/*/reset_auth',
      'POST,PUT,DELETE /v2/account/keys/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.digitalocean.com/v2/account' },
  revocation: { page: 'cloud.digitalocean.com/account/api/tokens' },
  environment: ['DIGITALOCEAN_TOKEN', 'DIGITALOCEAN_ACCESS_TOKEN', 'DO_TOKEN', 'DO_PAT', 'SPACES_SECRET_ACCESS_KEY'],
};
