import { base62, lowerBase32 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const azureDevops: Service = {
  id: 'azure-devops',
  name: 'Azure DevOps',
  category: 'code-host',
  tokens: [
    shape({
      id: 'azure-devops-token',
      label: 'Azure DevOps personal access token',
      before: [base62(76)],
      holds: 'AZDO',
      parts: [base62(4)],
    }),
    shape({
      id: 'azure-devops-legacy-personal-access-token',
      label: 'Azure DevOps legacy Personal access token',
      keywords: ['azure_devops_ext_pat', 'ado_pat', 'system_accesstoken'],
      parts: [lowerBase32(52)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://dev.azure.com'],
    auth: 'basic',
    username: '',
    read: [
      'GET /**',
      'POST /*/*/_apis/wit/wiql',
      'POST /*/_apis/wit/workitemsbatch',
      'POST /*/*/_apis/git/repositories/*/itemsbatch',
    ],
    write: [
      'POST /*/*/_apis/wit/workitems/*',
      'PATCH /*/*/_apis/wit/workitems/*',
      'POST /*/*/_apis/git/repositories/*/pushes',
      'POST /*/*/_apis/git/repositories/*/pullrequests',
      'PATCH /*/*/_apis/git/repositories/*/pullrequests/*',
      'POST /*/*/_apis/pipelines/*/runs',
    ],
    deny: [
      'GET,POST,PUT,DELETE /*/_apis/tokens/**',
      'GET,POST,PUT,DELETE /*/*/_apis/serviceendpoint/**',
      'GET,POST,PUT,DELETE /*/*/_apis/distributedtask/variablegroups/**',
      'DELETE /*/_apis/projects/*',
    ],
  },
  identity: { method: 'GET', url: 'https://app.vssps.visualstudio.com/_apis/profile/profiles/me?api-version=7.1' },
  environment: ['AZURE_DEVOPS_EXT_PAT', 'AZURE_DEVOPS_PAT', 'ADO_PAT', 'SYSTEM_ACCESSTOKEN'],
};
