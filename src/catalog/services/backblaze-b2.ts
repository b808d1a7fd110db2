import { hex, base64, text, oneOf } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const backblazeB2: Service = {
  id: 'backblaze-b2',
  name: 'Backblaze B2',
  category: 'storage',
  tokens: [
    shape({
      id: 'backblaze-application-key',
      label: 'Backblaze B2 application key',
      keywords: ['b2_application_key', 'b2_key', 'backblaze'],
      parts: [oneOf('K001', 'K002', 'K003', 'K004', 'K005'), base64(27)],
      minEntropy: 3.5,
    }),
    publicShape({
      id: 'backblaze-key-id',
      label: 'Backblaze B2 key id',
      keywords: ['b2_application_key_id', 'b2_key_id'],
      parts: [text('00'), hex(23)],
    }),
  ],
  binding: {
    origins: ['https://api.backblazeb2.com'],
    auth: 'basic',
    read: [
      'POST /b2api/*/b2_list_buckets',
      'POST /b2api/*/b2_list_file_names',
      'GET /b2api/*/b2_download_file_by_id',
      'GET /file/**',
    ],
    write: [
      'POST /b2api/*/b2_upload_file',
      'POST /b2api/*/b2_delete_file_version',
      'POST /b2api/*/b2_create_bucket',
      'POST /b2api/*/b2_update_bucket',
    ],
    deny: [
      'POST /b2api/*/b2_create_key',
      'POST /b2api/*/b2_list_keys',
      'POST /b2api/*/b2_get_upload_url',
      'POST /b2api/*/b2_get_download_authorization',
    ],
  },
  environment: ['B2_APPLICATION_KEY_ID', 'B2_APPLICATION_KEY', 'B2_KEY_ID'],
};
