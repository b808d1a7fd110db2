import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatAuth, systemClock } from '../../src/core/index.ts';
import { authFields, describeAuth, parseAuth, type Attempt } from '../../src/outbound/index.ts';
import { defineScheme } from '../../src/outbound/schemes/define-scheme.ts';
import { SCHEMES } from '../../src/outbound/schemes/index.ts';
import { echo, startCanary, startHttpPeer, type HttpPeer } from '../support/lab/http-peer.ts';
import { failureOf, openOutbound, outboundCall, placedTexts, SECRET, textOf } from './outbound-call.ts';

const echoing = (): Promise<HttpPeer> => startHttpPeer({ answer: echo });
const FORMS: Readonly<Record<string, string>> = {
  bearer: 'bearer',
  basic: 'basic',
  header: 'header:x-api-key',
  query: 'query:key',
  cookie: 'cookie:session',
  path: 'path:/bot{credential}',
  json: 'json:/client_secret',
  form: 'form:client_secret',
};

describe.each(SCHEMES)('every scheme: $scheme', ({ scheme }) => {
  const auth = FORMS[scheme] ?? scheme;
  const fields = authFields(parseAuth(auth));
  const values = Object.fromEntries(fields.map(({ id }) => [id, `${id}-${SECRET}`]));
  const method = scheme === 'json' || scheme === 'form' ? 'POST' : 'GET';
  const path = scheme === 'path' ? '/bot{credential}/echo' : '/echo';

  it('is read from its text, written as the same, and described to people', () => {
    expect(parseAuth(auth).scheme).toBe(scheme);
    expect(formatAuth(parseAuth(auth))).toBe(auth);
    expect(describeAuth(parseAuth(auth))).toMatch(/^(in|as) /);
  });

  it('is refused with a parameter it does not take, and without one it needs', () => {
    const wrong = auth === scheme ? `${scheme}:name` : scheme;
    expect(() => parseAuth(wrong)).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });

  it('reports every text holding a secret that a service could reflect', async () => {
    const peer = await echoing();
    const call = outboundCall({ url: `${peer.origin}${path}`, method, auth, fields: values });
    const response = await openOutbound().send(call);

    const wire = textOf(response);
    expect(placedTexts(response).some((text) => wire.includes(text))).toBe(true);
    const remainder = placedTexts(response)
      .toSorted((a, b) => b.length - a.length)
      .reduce((text, placed) => text.replaceAll(placed, ''), wire);
    expect(remainder).not.toContain(SECRET);
    expect(remainder).not.toMatch(/Bearer \S|Basic \S/);
  });

  it.each(['\r\nx-evil: 1', '\n', '\0', '\u0085', '\u007f'])(
    'refuses a secret holding %j and says nothing of it',
    async (tail) => {
      const peer = await echoing();
      const broken = Object.fromEntries(fields.map(({ id }) => [id, `${SECRET}${tail}`]));
      const error = await failureOf(
        openOutbound().send(outboundCall({ url: `${peer.origin}${path}`, method, auth, fields: broken })),
      );

      expect(error.code).toBe('OUTBOUND_SECRET_UNUSABLE');
      expect(JSON.stringify([error.message, error.details, error.hint, error.stack])).not.toContain(SECRET);
      expect(peer.seen).toEqual([]);
    },
  );

  it('refuses a missing and an empty secret', async () => {
    const outbound = openOutbound();
    const empty = Object.fromEntries(fields.map(({ id }) => [id, '']));
    for (const given of [{}, empty]) {
      const error = await failureOf(outbound.send(outboundCall({ url: 'http://127.0.0.1:1', auth, fields: given })));
      expect(error.code).toBe('OUTBOUND_SECRET_UNUSABLE');
    }
  });
});

describe('placement on the wire', () => {
  it('sends a bearer token', async () => {
    const peer = await echoing();
    const response = await openOutbound().send(outboundCall({ url: peer.origin }));
    expect(peer.seen[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(placedTexts(response)).toEqual([SECRET, `Bearer ${SECRET}`]);
  });

  it('sends user name and password in UTF-8', async () => {
    const peer = await echoing();
    const fields = { username: 'ann', password: 'pässwörd: with colon' };
    const response = await openOutbound().send(outboundCall({ url: peer.origin, auth: 'basic', fields }));
    const encoded = Buffer.from('ann:pässwörd: with colon').toString('base64');
    expect(peer.seen[0]?.headers.authorization).toBe(`Basic ${encoded}`);
    expect(placedTexts(response)).toEqual([fields.password, `ann:${fields.password}`, encoded, `Basic ${encoded}`]);
  });

  it('takes the user name for the secret where there is no password', async () => {
    const peer = await echoing();
    const response = await openOutbound().send(
      outboundCall({ url: peer.origin, auth: 'basic', fields: { username: SECRET } }),
    );
    expect(peer.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`${SECRET}:`).toString('base64')}`);
    expect(placedTexts(response)).toContain(SECRET);
  });

  it('sends the password alone, with a user name that is empty on purpose', async () => {
    const peer = await echoing();
    const fields = { username: '', password: SECRET };
    await openOutbound().send(outboundCall({ url: peer.origin, auth: 'basic', fields }));
    expect(peer.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`:${SECRET}`).toString('base64')}`);
  });

  it.each([{ password: SECRET }, { username: '', password: '' }])(
    'refuses basic with nothing to say',
    async (fields) => {
      const call = outboundCall({ url: 'http://127.0.0.1:1', auth: 'basic', fields });
      expect((await failureOf(openOutbound().send(call))).code).toBe('OUTBOUND_SECRET_UNUSABLE');
    },
  );

  it('refuses a user name with a colon', async () => {
    const call = outboundCall({
      url: 'http://127.0.0.1:1',
      auth: 'basic',
      fields: { username: 'a:b', password: SECRET },
    });
    expect((await failureOf(openOutbound().send(call))).code).toBe('OUTBOUND_SECRET_UNUSABLE');
  });

  it('sends a header value as it is, and reports the part after a leading word too', async () => {
    const peer = await echoing();
    const fields = { credential: `Token ${SECRET}` };
    const response = await openOutbound().send(outboundCall({ url: peer.origin, auth: 'header:X-Api-Key', fields }));
    expect(peer.seen[0]?.headers['x-api-key']).toBe(`Token ${SECRET}`);
    expect(placedTexts(response)).toEqual([`Token ${SECRET}`, SECRET]);
  });

  it('appends a percent-encoded query parameter and leaves the judged query as it was', async () => {
    const peer = await echoing();
    const fields = { credential: "k&y=/ +'ü" };
    const response = await openOutbound().send(
      outboundCall({ url: `${peer.origin}/a?q=x%20y&z=+`, auth: 'query:api_key', fields }),
    );
    expect(peer.seen[0]?.path).toBe("/a?q=x%20y&z=+&api_key=k%26y%3D%2F%20%2B'%C3%BC");
    expect(placedTexts(response)).toEqual([fields.credential, "k%26y%3D%2F%20%2B'%C3%BC"]);
  });

  it('begins a query where there was none', async () => {
    const peer = await echoing();
    await openOutbound().send(outboundCall({ url: `${peer.origin}/a`, auth: 'query:key' }));
    expect(peer.seen[0]?.path).toBe(`/a?key=${SECRET}`);
  });

  it('sends a cookie', async () => {
    const peer = await echoing();
    await openOutbound().send(outboundCall({ url: peer.origin, auth: 'cookie:session' }));
    expect(peer.seen[0]?.headers.cookie).toBe(`session=${SECRET}`);
  });

  it.each([
    ['bearer', 'two words'],
    ['bearer', 'schlüssel'],
    ['header:x-key', ' leading'],
    ['header:x-key', 'schlüssel'],
    ['cookie:session', 'a;b=c'],
    ['cookie:session', 'a b'],
  ])('refuses a secret that does not fit %s: %j', async (auth, credential) => {
    const call = outboundCall({ url: 'http://127.0.0.1:1', auth, fields: { credential } });
    expect((await failureOf(openOutbound().send(call))).code).toBe('OUTBOUND_SECRET_UNUSABLE');
  });
});

describe('several placements of one item', () => {
  const auth = ['header:DD-API-KEY=api_key', 'header:DD-APPLICATION-KEY=app_key'];
  const fields = { api_key: `a-${SECRET}`, app_key: `b-${SECRET}` };

  it('are all made, and each is reported for scrubbing', async () => {
    const peer = await echoing();
    const response = await openOutbound().send(outboundCall({ url: peer.origin, auth, fields }));
    expect(peer.seen[0]?.headers).toMatchObject({ 'dd-api-key': fields.api_key, 'dd-application-key': fields.app_key });
    expect(placedTexts(response)).toEqual([fields.api_key, fields.app_key]);
  });

  it('report no field that is no secret', async () => {
    const peer = await echoing();
    const call = outboundCall({ url: peer.origin, auth, fields, publicFields: new Set(['app_key']) });
    expect(placedTexts(await openOutbound().send(call))).toEqual([fields.api_key]);
  });

  it.each([
    ['a header twice', ['header:x-key=api_key', 'header:X-Key=app_key'], 'POLICY_HEADER_REFUSED'],
    ['a query parameter twice', ['query:k=api_key', 'query:k=app_key'], 'POLICY_QUERY_NOT_ALLOWED'],
    ['two kinds of body', ['json:/k=api_key', 'form:k=app_key'], 'POLICY_BODY_NOT_ALLOWED'],
  ])('are refused for %s', async (_, twice, code) => {
    const call = outboundCall({ url: 'http://127.0.0.1:1', method: 'POST', auth: twice, fields });
    expect((await failureOf(openOutbound().send(call))).code).toBe(code);
  });
});

describe('a credential in the path', () => {
  const token = '123456:AAE_x-y=z0123456789';
  const fields = { credential: token };
  const auth = 'path:/v1/bot{credential}';

  it('takes the place of its segment, as its service compares it', async () => {
    const peer = await echoing();
    const attempts: string[] = [];
    const onAttempt = async ({ path }: Attempt): Promise<void> => void attempts.push(path);
    const url = `${peer.origin}/v1/bot{credential}/sendMessage?a={credential}`;
    await openOutbound().send(outboundCall({ url, auth, fields, onAttempt }));
    expect(peer.seen[0]?.path).toBe(`/v1/bot${token}/sendMessage?a={credential}`);
    expect(attempts).toEqual(['/v1/bot%7Bcredential%7D/sendMessage']);
  });

  it.each(['/v1/bot/x', '/v1/x/bot{credential}', '/bot{credential}', '/v1/BOT{credential}'])(
    'is not sent where its segment is elsewhere: %s',
    async (path) => {
      const canary = await startCanary();
      const error = await failureOf(openOutbound().send(outboundCall({ url: canary.origin + path, auth, fields })));
      expect(error.code).toBe('POLICY_PATH_NOT_ALLOWED');
      expect(canary.connections()).toBe(0);
    },
  );

  it.each(['a/../../admin-0123456789', 'a\\b-0123456789', '..'])(
    'is refused when it would be other segments: %s',
    async (credential) => {
      const call = outboundCall({
        url: 'http://127.0.0.1:1/{credential}',
        auth: 'path:/{credential}',
        fields: { credential },
      });
      expect((await failureOf(openOutbound().send(call))).code).toBe('OUTBOUND_SECRET_UNUSABLE');
    },
  );

  it('is judged without it when a redirect repeats it, and not followed when a redirect puts it elsewhere', async () => {
    const judged: string[] = [];
    const to = (location: string): Promise<HttpPeer> =>
      startHttpPeer({
        answer: ({ path }, response) =>
          void (path.endsWith('/a') ? response.writeHead(302, { location }).end() : response.end('there')),
      });
    const redirects = { max: 1, judge: (url: URL) => judged.push(url.pathname) > 0 };
    for (const [location, status] of [
      [`/v1/bot${token}/b`, 200],
      [`/v1/other/${token}`, 302],
      [`/v1/bot${token}/${encodeURIComponent(token)}`, 302],
    ] as const) {
      const peer = await to(location);
      const call = outboundCall({ url: `${peer.origin}/v1/bot{credential}/a`, auth, fields, redirects });
      expect((await openOutbound().send(call)).status).toBe(status);
    }
    expect(judged).toEqual(['/v1/bot%7Bcredential%7D/b']);
  });
});

describe('a credential in the body', () => {
  const json = (text: string) => ({ bytes: Buffer.from(text), contentType: 'application/json' });
  const form = (text: string) => ({ bytes: Buffer.from(text), contentType: 'application/x-www-form-urlencoded' });

  it.each([
    [
      'beside what the caller sends, to the byte',
      ' {"n": 90071992547409931}',
      `{"k":"${SECRET}","n": 90071992547409931}`,
    ],
    ['in an empty object', '{ }', `{"k":"${SECRET}" }`],
  ])('stands in JSON %s', async (_, text, sent) => {
    const peer = await echoing();
    await openOutbound().send(outboundCall({ url: peer.origin, method: 'POST', auth: 'json:/k', body: json(text) }));
    expect(peer.seen[0]?.body).toBe(sent);
  });

  it('makes a body where there is none, and members within members', async () => {
    const peer = await echoing();
    const fields = { id: 'me', secret: SECRET };
    await openOutbound().send(
      outboundCall({
        url: peer.origin,
        method: 'POST',
        auth: ['json:/auth/id=id', 'json:/auth/secret=secret'],
        fields,
      }),
    );
    expect(peer.seen[0]?.body).toBe(`{"auth":{"id":"me","secret":"${SECRET}"}}`);
    expect(peer.seen[0]?.headers['content-type']).toBe('application/json');
  });

  it('stands in a form, encoded as a form is', async () => {
    const peer = await echoing();
    const fields = { credential: 'k&y=/ +ü-0123456789' };
    const call = { url: peer.origin, method: 'POST', auth: 'form:client_secret', fields, body: form('grant_type=x') };
    const response = await openOutbound().send(outboundCall(call));
    const written = 'k%26y%3D%2F+%2B%C3%BC-0123456789';
    expect(peer.seen[0]?.body).toBe(`grant_type=x&client_secret=${written}`);
    expect(placedTexts(response)).toEqual([fields.credential, written]);
  });

  it.each([
    ['json:/k', json('{"K":1}'), 'POST'],
    ['json:/k', json('[]'), 'POST'],
    ['json:/k', json('{'), 'POST'],
    ['json:/k', form('a=1'), 'POST'],
    ['json:/k', undefined, 'GET'],
    ['form:k', form('a=1&%4B=2'), 'POST'],
    ['form:k', json('{}'), 'POST'],
    ['form:k', undefined, 'HEAD'],
  ])('is not sent by %s beside %j', async (auth, body, method) => {
    const canary = await startCanary();
    const call = outboundCall({ url: canary.origin, method, auth, ...(body && { body }) });
    expect((await failureOf(openOutbound().send(call))).code).toBe('POLICY_BODY_NOT_ALLOWED');
    expect(canary.connections()).toBe(0);
  });
});

describe('a scheme that signs', () => {
  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const hmacOf = (...parts: readonly string[]): string =>
    createHmac('sha256', SECRET).update(parts.join('\n')).digest('hex');
  const hmac = defineScheme({
    scheme: 'hmac',
    config: z.strictObject({ scheme: z.literal('hmac'), keyId: z.string() }),
    fields: () => [{ id: 'credential', required: true }],
    describe: ({ keyId }) => `as a signature under ${keyId}`,
    prepare: ({ keyId }, field) => ({
      authorize: async ({ method, url, body }, { number, now }) => {
        const key = field('credential');
        const text = [method, url.href, digest(body?.bytes ?? new Uint8Array()), String(now), String(number)].join(
          '\n',
        );
        const signature = createHmac('sha256', key).update(text).digest('hex');
        return {
          headers: [
            ['x-key-id', keyId],
            ['x-date', String(now)],
            ['x-signature', signature],
          ],
          query: [['attempt', String(number)]],
          secrets: [key],
        };
      },
    }),
  });
  const auth = { scheme: 'hmac', keyId: 'k1' };

  it('sees method, URL, body and clock of each attempt and each hop', async () => {
    const peer = await startHttpPeer({
      answer: ({ path }, response) => {
        const first = path.startsWith('/a') && path.includes('attempt=1');
        if (first) response.writeHead(503, { 'retry-after': '1' }).end();
        else if (path.startsWith('/a')) response.writeHead(307, { location: '/b' }).end();
        else response.end('ok');
      },
    });
    let now = 1_000;
    const clock = { ...systemClock, now: () => (now += 1_000) };
    const outbound = openOutbound({ clock, schemes: [hmac], sleep: async () => undefined });
    const redirects = { max: 1, judge: () => true };
    await outbound.send({ ...outboundCall({ url: `${peer.origin}/a`, redirects }), auth });
    expect(peer.seen.map(({ path }) => path)).toEqual(['/a?attempt=1', '/a?attempt=2', '/b?attempt=3']);
    for (const [index, { path, headers }] of peer.seen.entries()) {
      const url = `${peer.origin}${path.split('?')[0] ?? ''}`;
      const signed = hmacOf('GET', url, digest(new Uint8Array()), String(headers['x-date']), String(index + 1));
      expect(headers['x-signature']).toBe(signed);
    }
    expect(new Set(peer.seen.map(({ headers }) => headers['x-date'])).size).toBe(3);
  });

  it('signs the body, and is no scheme where it was not given', async () => {
    const peer = await echoing();
    const body = { bytes: Buffer.from('{"a":1}'), contentType: 'application/json' };
    const call = { ...outboundCall({ url: `${peer.origin}/a`, method: 'POST', body }), auth };
    await openOutbound({ schemes: [hmac] }).send(call);
    const headers = peer.seen[0]?.headers;
    expect(headers?.['x-signature']).toBe(
      hmacOf('POST', `${peer.origin}/a`, digest(body.bytes), String(headers?.['x-date']), '1'),
    );
    expect((await failureOf(openOutbound().send(call))).code).toBe('ITEM_INVALID');
  });
});

describe('parseAuth', () => {
  it('folds header names and keeps the case of query and cookie names', () => {
    expect(parseAuth('header:X-API-Key')).toEqual({ scheme: 'header', name: 'x-api-key' });
    expect(parseAuth('query:apiKey')).toEqual({ scheme: 'query', name: 'apiKey' });
    expect(parseAuth('bearer')).toEqual({ scheme: 'bearer' });
  });

  it.each([
    '',
    'Bearer',
    'digest',
    'header',
    'header:',
    'header:a b',
    'header:a:b',
    'header:x\r\ny',
    'header:Host',
    'header:content-length',
  ])('refuses %j', (text) => {
    expect(() => parseAuth(text)).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });

  it.each([
    'header:transfer-encoding',
    'header:range',
    'header:proxy-authorization',
    'query:a=',
    'query:a&b',
    'cookie:a;b',
    'header:x-key=two words',
    'bearer=a=b',
  ])('refuses %j', (text) => {
    expect(() => parseAuth(text)).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });
});
