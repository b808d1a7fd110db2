import { base62, lower36, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const dropbox: Service = {
  id: 'dropbox',
  name: 'Dropbox',
  category: 'storage',
  tokens: [
    shape({
      id: 'dropbox-token',
      label: 'Dropbox access token',
      prefixes: ['sl.u.', 'sl.'],
      parts: [base64url(77, 1300)],
    }),
    shape({
      id: 'dropbox-long-lived-token',
      label: 'Dropbox access token, long-lived',
      before: [base62(11)],
      holds: 'AAAAAAAAAA',
      parts: [base64url(43)],
    }),
    shape({
      id: 'dropbox-app-secret',
      label: 'Dropbox app secret',
      keywords: ['dropbox_app_secret', 'dropbox'],
      parts: [lower36(15)],
    }),
    publicShape({
      id: 'dropbox-app-key',
      label: 'Dropbox app key',
      keywords: ['dropbox_app_key', 'dropbox'],
      parts: [lower36(15)],
    }),
    shape({
      id: 'dropbox-refresh-token',
      label: 'Dropbox refresh token',
      keywords: ['dropbox_refresh_token', 'dropbox'],
      parts: [base64url(64)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.dropboxapi.com'],
    auth: 'bearer',
    read: [
      'POST /2/files/list_folder',
      'POST /2/files/list_folder/continue',
      'POST /2/files/get_metadata',
      'POST /2/files/search_v2',
      'POST /2/users/get_current_account',
      'POST /2/check/user',
    ],
    write: ['POST /2/files/delete_v2', 'POST /2/files/move_v2', 'POST /2/files/create_folder_v2', 'POST /2/sharing/**'],
    deny: [
      'POST /oauth2/token',
      'POST /2/files/get_temporary_link',
      'POST /2/team/**',
      'POST /2/auth/token/from_oauth1',
    ],
    headers: ['dropbox-api-arg', 'dropbox-api-path-root', 'dropbox-api-select-user'],
  },
  identity: { method: 'POST', url: 'https://api.dropboxapi.com/2/users/get_current_account' },
  environment: ['DROPBOX_ACCESS_TOKEN', 'DROPBOX_APP_KEY', 'DROPBOX_APP_SECRET', 'DROPBOX_REFRESH_TOKEN'],
};
