import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const calCom: Service = {
  id: 'cal-com',
  name: 'Cal.com',
  category: 'productivity',
  tokens: [
    shape({ id: 'cal-com-key', label: 'Cal.com API key', prefixes: ['cal_live_', 'cal_'], parts: [hex(32, 64)] }),
  ],
  binding: {
    origins: ['https://api.cal.com'],
    auth: 'bearer',
    read: ['GET /v2/**'],
    write: ['POST /v2/bookings', 'POST /v2/bookings/*/cancel', 'POST /v2/bookings/*/reschedule'],
    deny: ['POST /v2/api-keys/refresh', 'POST,PATCH,DELETE /v2/webhooks/**'],
    headers: ['cal-api-version'],
  },
  identity: { method: 'GET', url: 'https://api.cal.com/v2/me' },
  revocation: { page: 'app.cal.com/settings/developer/api-keys' },
  environment: ['CAL_API_KEY', 'CALCOM_API_KEY'],
};
