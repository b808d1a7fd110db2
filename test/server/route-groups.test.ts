import { describe, expect, it } from 'vitest';
import {
  sessionHeader,
  type AuthenticatedClient,
  type AuthenticatedRequest,
  type Route,
} from '../../src/server/listener/index.ts';
import type { AuthenticatedAgent } from '../../src/server/authenticate.ts';
import { bearer, startHttpKit } from '../support/http-kit.ts';

interface Person extends AuthenticatedClient {
  readonly person: string;
}

const sessions = sessionHeader<Person>('x-session', async (credential) =>
  credential === 'good'
    ? { kind: 'authenticated', client: { id: 'session 1', person: 'Ada', isStillAuthorized: async () => true } }
    : { kind: 'refused' },
);

const PAGE = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'",
};

const form = {
  path: '/pages/decision',
  methods: ['POST'],
  authentication: 'own',
  authenticate: sessions,
  body: 'form',
  maxBodyBytes: 200,
  headers: PAGE,
  errorResponse: (status) => new Response(`<p>${status}</p>`, { status, headers: PAGE }),
  async handle({ body, client }: AuthenticatedRequest<Person, URLSearchParams>) {
    return new Response(`<p>${client.person}: ${body.get('answer') ?? 'nothing'}</p>`, { headers: PAGE });
  },
} as const satisfies Route<AuthenticatedAgent>;

const file = {
  path: '/pages/style.css',
  methods: ['GET'],
  authentication: 'none',
  body: 'none',
  headers: { 'cache-control': 'public, max-age=60' },
  handle: async () => new Response('p{}', { headers: { 'content-type': 'text/css' } }),
} as const satisfies Route<AuthenticatedAgent>;

const upload = {
  path: '/pages/upload',
  methods: ['POST'],
  authentication: 'own',
  authenticate: sessions,
  body: 'bytes',
  handle: async ({ body }) => Response.json([...body]),
} as const satisfies Route<AuthenticatedAgent>;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function post(url: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) {
  return fetch(url, { method: 'POST', headers, body });
}

describe('a route with a session header, a form and a page', () => {
  it('reads the form for the person of the session, and answers HTML under its own policy', async () => {
    const kit = await startHttpKit({ routes: [form] });
    const answered = await post(`${kit.url}${form.path}`, { ...FORM, 'x-session': 'good' }, 'answer=yes%20please');
    expect([answered.status, await answered.text()]).toEqual([200, '<p>Ada: yes please</p>']);
    expect(answered.headers.get('content-security-policy')).toBe(PAGE['content-security-policy']);
    expect(answered.headers.get('content-type')).toBe(PAGE['content-type']);
    expect(answered.headers.get('x-frame-options')).toBe('DENY');
  });

  it('takes neither the bearer token of an agent nor a cookie for a session, and refuses in HTML', async () => {
    const kit = await startHttpKit({ routes: [form] });
    const token = await kit.addAgent('alice');
    const attempts = [{}, bearer(token), { cookie: 'x-session=good' }, { 'x-session': 'bad' }, { 'x-session': 'a b' }];
    for (const headers of attempts) {
      const refused = await post(`${kit.url}${form.path}`, { ...FORM, ...headers }, 'answer=yes');
      expect([headers, refused.status, await refused.text()]).toEqual([headers, 401, '<p>401</p>']);
      expect(refused.headers.get('www-authenticate')).toBe('Session realm="keyward"');
    }
  });

  it('is bounded like every other: by size, by type, and by failures of the address', async () => {
    const kit = await startHttpKit({ routes: [form], limits: { maxFailuresPerMinute: 2 } });
    const url = `${kit.url}${form.path}`;
    const session = { 'x-session': 'good' };
    expect((await post(url, { ...FORM, ...session }, `answer=${'x'.repeat(200)}`)).status).toBe(413);
    expect((await post(url, { 'content-type': 'application/json', ...session }, '{}')).status).toBe(415);
    expect((await post(url, { ...FORM, ...session }, new Uint8Array([0xff]))).status).toBe(400);
    for (const status of [401, 401, 429])
      expect((await post(url, { ...FORM, 'x-session': 'bad' }, 'answer=yes')).status).toBe(status);
    expect((await post(url, { ...FORM, ...session }, 'answer=yes')).status).toBe(200);
  });

  it('is no way around the session to the routes of agents, or for pages of other origins', async () => {
    const origin = 'https://app.example.com';
    const kit = await startHttpKit({ routes: [form], listen: { allowOrigins: [origin] } });
    const asAgent = await kit.post({}, { 'x-session': 'good' });
    const page = await post(`${kit.url}${form.path}`, { ...FORM, 'x-session': 'good', origin }, 'answer=yes');
    expect([asAgent.status, page.status]).toEqual([401, 200]);
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('other bodies', () => {
  it('of any type reach a route as bytes, and a file is served with its own headers', async () => {
    const kit = await startHttpKit({ routes: [upload, file] });
    const headers = { 'content-type': 'application/octet-stream', 'x-session': 'good' };
    const sent = await post(`${kit.url}${upload.path}`, headers, new Uint8Array([0, 255, 10]));
    expect(await sent.json()).toEqual([0, 255, 10]);
    const style = await fetch(`${kit.url}${file.path}`);
    expect([await style.text(), style.headers.get('content-type'), style.headers.get('cache-control')]).toEqual([
      'p{}',
      'text/css',
      'public, max-age=60',
    ]);
  });

  it('are data to a browser where the route says nothing else', async () => {
    const kit = await startHttpKit();
    const { headers } = await fetch(`${kit.url}/healthz`);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
