import type { Service } from '../service.ts';

export const googleMaps: Service = {
  id: 'google-maps',
  name: 'Google Maps Platform',
  category: 'maps',
  tokens: [],
  sharedShapes: ['google-api-key'],
  binding: {
    origins: ['https://maps.googleapis.com'],
    auth: 'query:key',
    read: [],
    spend: ['GET /maps/api/**'],
    write: [],
    deny: [],
    headers: ['x-goog-fieldmask'],
  },
  environment: ['GOOGLE_MAPS_API_KEY', 'GOOGLE_API_KEY', 'NEXT_PUBLIC_GOOGLE_MAPS_API_KEY'],
};
