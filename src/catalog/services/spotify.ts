import { hex, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const spotify: Service = {
  id: 'spotify',
  name: 'Spotify Web API',
  category: 'media',
  tokens: [
    shape({
      id: 'spotify-client-secret',
      label: 'Spotify Web API client secret',
      keywords: ['spotify_client_secret', 'spotify'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'spotify-client-id',
      label: 'Spotify Web API client id',
      keywords: ['spotify_client_id'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'spotify-access-token',
      label: 'Spotify access token',
      keywords: ['spotify'],
      parts: [text('BQ'), base64url(100, 400)],
      minEntropy: 4,
    }),
    shape({
      id: 'spotify-refresh-token',
      label: 'Spotify refresh token',
      keywords: ['spotify'],
      parts: [text('AQ'), base64url(100, 400)],
      minEntropy: 4,
    }),
  ],
  binding: {
    origins: ['https://api.spotify.com'],
    auth: 'bearer',
    read: ['GET /v1/**'],
    write: [
      'PUT,POST /v1/me/player/**',
      'POST,PUT,DELETE /v1/playlists/**',
      'PUT,DELETE /v1/me/tracks',
      'POST /v1/users/*/playlists',
    ],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.spotify.com/v1/me' },
  revocation: { page: 'spotify.com/account/apps; developer.spotify.com/dashboard (rotate secret)' },
  environment: ['SPOTIFY_CLIENT_ID', 'SPOTIFY_CLIENT_SECRET', 'SPOTIFY_REFRESH_TOKEN'],
};
