import type { Service } from '../service.ts';

export const calendly: Service = {
  id: 'calendly',
  name: 'Calendly',
  category: 'productivity',
  tokens: [],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://api.calendly.com'],
    auth: 'bearer',
    read: ['GET /**'],
    write: ['POST /scheduled_events/*/cancellation', 'POST /scheduling_links', 'POST /invitees'],
    deny: ['POST,DELETE /webhook_subscriptions/**', 'POST,DELETE /organizations/*/invitations/**'],
  },
  identity: { method: 'GET', url: 'https://api.calendly.com/users/me' },
  revocation: { page: 'calendly.com/integrations/api_webhooks' },
  environment: ['CALENDLY_API_KEY', 'CALENDLY_TOKEN'],
};
