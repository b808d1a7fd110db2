import { base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const mapbox: Service = {
  id: 'mapbox',
  name: 'Mapbox',
  category: 'maps',
  tokens: [
    shape({
      id: 'mapbox-secret-token',
      label: 'Mapbox secret token',
      prefixes: ['sk.eyJ'],
      parts: [base64url(40, 400), text('.'), base64url(20, 24)],
    }),
    publicShape({
      id: 'mapbox-public-token',
      label: 'Mapbox public token',
      prefixes: ['pk.eyJ'],
      parts: [base64url(40, 400), text('.'), base64url(20, 24)],
    }),
    shape({
      id: 'mapbox-temporary-token',
      label: 'Mapbox temporary token',
      prefixes: ['tk.eyJ'],
      parts: [base64url(40, 1200), text('.'), base64url(20, 24)],
    }),
  ],
  binding: {
    origins: ['https://api.mapbox.com'],
    auth: 'query:access_token',
    read: ['GET /tokens/v2'],
    spend: ['GET /geocoding/v5/**', 'GET /search/geocode/v6/**', 'GET /directions/v5/**', 'GET /styles/v1/**'],
    write: ['POST,PATCH,DELETE /styles/v1/*/**', 'POST,DELETE /uploads/v1/**', 'POST,PUT,DELETE /tilesets/v1/**'],
    deny: ['GET,POST,PATCH,DELETE /tokens/v2/*/**'],
  },
  identity: { method: 'GET', url: 'https://api.mapbox.com/tokens/v2' },
  environment: ['MAPBOX_ACCESS_TOKEN', 'MAPBOX_TOKEN', 'MAPBOX_SECRET_TOKEN', 'NEXT_PUBLIC_MAPBOX_TOKEN'],
};
