import type { Service } from '../service.ts';

export const microsoftGraph: Service = {
  id: 'microsoft-graph',
  name: 'Microsoft Graph (365, Teams, Entra)',
  category: 'productivity',
  tokens: [],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://graph.microsoft.com'],
    auth: 'bearer',
    read: ['GET /v1.0/**', 'POST /v1.0/search/query', 'POST /v1.0/me/calendar/getSchedule'],
    write: [
      'POST /v1.0/me/sendMail',
      'POST,PATCH,DELETE /v1.0/me/events/**',
      'POST /v1.0/teams/*/channels/*/messages',
      'POST /v1.0/chats/*/messages',
      'PUT,PATCH,DELETE /v1.0/drives/**',
      'PATCH /v1.0/users/*',
    ],
    deny: [
      'POST /v1.0/applications/*/addPassword',
      'POST /v1.0/applications/*/addKey',
      'POST /v1.0/servicePrincipals/**',
      'POST,PATCH,DELETE /v1.0/roleManagement/**',
      'POST /v1.0/oauth2PermissionGrants',
      'POST /v1.0/users/*/authentication/**',
      'POST /v1.0/invitations',
      'DELETE /v1.0/users/*',
    ],
    headers: ['consistencylevel'],
  },
  identity: { method: 'GET', url: 'https://graph.microsoft.com/v1.0/me' },
  revocation: { page: 'refresh tokens only; access tokens run out by themselves' },
  environment: ['GRAPH_ACCESS_TOKEN', 'AZURE_CLIENT_SECRET', 'MS_GRAPH_CLIENT_SECRET'],
};
