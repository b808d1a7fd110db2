import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const linode: Service = {
  id: 'linode',
  name: 'Akamai Cloud (Linode)',
  category: 'cloud',
  tokens: [
    shape({
      id: 'linode-personal-access-token',
      label: 'Akamai Cloud personal access token',
      keywords: ['linode_token', 'linode_cli_token'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.linode.com'],
    auth: 'bearer',
    read: ['GET /v4/linode/**', 'GET /v4/domains/**', 'GET /v4/volumes/**', 'GET /v4/regions', 'GET /v4/profile'],
    write: [
      'POST /v4/linode/instances',
      'DELETE /v4/linode/instances/*',
      'POST /v4/linode/instances/*/reboot',
      'POST,PUT,DELETE /v4/domains/**',
    ],
    deny: [
      'GET,POST,PUT,DELETE /v4/profile/tokens/**',
      'GET /v4/lke/clusters/*/kubeconfig',
      'GET,POST /v4/databases/*/instances/*/credentials/**',
      'POST,DELETE /v4/object-storage/keys/**',
      'POST /v4/linode/instances/*/password',
      'GET,POST,PUT,DELETE /v4/account/users/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.linode.com/v4/profile' },
  environment: ['LINODE_TOKEN', 'LINODE_API_TOKEN', 'LINODE_CLI_TOKEN'],
};
