import { base62, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const terraformCloud: Service = {
  id: 'terraform-cloud',
  name: 'HCP Terraform / Terraform Enterprise',
  category: 'infrastructure',
  tokens: [
    shape({
      id: 'terraform-cloud-token',
      label: 'HCP Terraform token',
      before: [base62(14)],
      holds: '.atlasv1.',
      parts: [base64url(60, 70)],
    }),
  ],
  binding: {
    origins: ['https://app.terraform.io'],
    auth: 'bearer',
    read: ['GET /api/v2/organizations/**', 'GET /api/v2/workspaces/**', 'GET /api/v2/runs/**', 'GET /api/v2/plans/*'],
    write: [
      'POST /api/v2/runs',
      'POST /api/v2/runs/*/actions/apply',
      'POST /api/v2/runs/*/actions/discard',
      'PATCH /api/v2/workspaces/*',
      'POST /api/v2/organizations/*/workspaces',
      'POST /api/v2/workspaces/*/actions/lock',
    ],
    deny: [
      'POST,DELETE /api/v2/users/*/authentication-tokens',
      'GET,POST,DELETE /api/v2/organizations/*/authentication-token',
      'GET,POST,DELETE /api/v2/teams/*/authentication-token',
      'GET,POST,PATCH,DELETE /api/v2/vars/**',
      'GET,POST,PATCH,DELETE /api/v2/workspaces/*/vars/**',
      'GET /api/v2/state-versions/**',
      'GET /api/v2/workspaces/*/current-state-version',
      'GET,POST,PATCH,DELETE /api/v2/varsets/**',
      'POST /api/v2/agent-pools/*/authentication-tokens',
      'DELETE /api/v2/workspaces/*',
    ],
  },
  identity: { method: 'GET', url: 'https://app.terraform.io/api/v2/account/details' },
  environment: ['TFE_TOKEN', 'TF_TOKEN_app_terraform_io', 'TF_API_TOKEN', 'TERRAFORM_TOKEN', 'ATLAS_TOKEN'],
};
