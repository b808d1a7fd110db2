import { describe, expect, it } from 'vitest';
import { authFields, describeAuth, parseAuth } from '../../src/outbound/index.ts';
import { SCHEMES } from '../../src/outbound/schemes/index.ts';
import { echo, startHttpPeer, type HttpPeer } from '../support/lab/http-peer.ts';
import { failureOf, openOutbound, outboundCall, placedTexts, SECRET, textOf } from './outbound-call.ts';

const echoing = (): Promise<HttpPeer> => startHttpPeer({ answer: echo });
const formOf = (scheme: string, parameter: string | undefined): string =>
  parameter === undefined ? scheme : `${scheme}:name`;

describe.each(SCHEMES)('every scheme: $scheme', ({ scheme, parameter, fields }) => {
  const auth = formOf(scheme, parameter);
  const values = Object.fromEntries(fields.map(({ id }) => [id, `${id}-${SECRET}`]));

  it('is read from its text and described to people', () => {
    expect(parseAuth(auth).scheme).toBe(scheme);
    expect(describeAuth(parseAuth(auth))).toMatch(/^(in|as) /);
    expect(authFields(parseAuth(auth))).toEqual(fields);
  });

  it('is refused with a parameter it does not take, and without one it needs', () => {
    const wrong = parameter === undefined ? `${scheme}:name` : scheme;
    expect(() => parseAuth(wrong)).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });

  it('reports every text holding a secret that a service could reflect', async () => {
    const peer = await echoing();
    const response = await openOutbound().send(outboundCall({ url: `${peer.origin}/echo`, auth, fields: values }));

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
      const error = await failureOf(openOutbound().send(outboundCall({ url: peer.origin, auth, fields: broken })));

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
    'query:a=b',
    'query:a&b',
    'cookie:a=b',
  ])('refuses %j', (text) => {
    expect(() => parseAuth(text)).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });
});
