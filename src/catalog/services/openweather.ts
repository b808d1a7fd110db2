import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const openweather: Service = {
  id: 'openweather',
  name: 'OpenWeather',
  category: 'maps',
  tokens: [
    shape({
      id: 'openweather-api-key',
      label: 'OpenWeather API key',
      keywords: ['openweather_api_key', 'openweathermap_api_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.openweathermap.org'],
    auth: 'query:appid',
    read: [],
    spend: ['GET /data/2.5/**', 'GET /data/3.0/**', 'GET /geo/1.0/**'],
    write: ['POST,PUT,DELETE /data/3.0/stations/**'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.openweathermap.org/data/2.5/weather?q=London' },
  revocation: { page: 'home.openweathermap.org/api_keys' },
  environment: ['OPENWEATHER_API_KEY', 'OPENWEATHERMAP_API_KEY', 'OWM_API_KEY'],
};
