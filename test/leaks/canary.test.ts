import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportTrail } from '../../src/siem/export/export-trail.ts';
import { EXPORT_FORMATS } from '../../src/siem/export/formats.ts';
import { silentLogger } from '../../src/core/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward, type Keyward } from '../support/keyward.ts';
import { startHttpPeer, type SeenRequest } from '../support/lab/http-peer.ts';

/** Ways a service gives back what it was sent, by path. */
const REFLECTIONS: Readonly<Record<string, (secret: string, response: ServerResponse) => void>> = {
  '/raw': (secret, response) => void response.end(`you sent ${secret}!`),
  '/json': (secret, response) => void json(response, { headers: { 'x-api-key': secret } }),
  '/json-key': (secret, response) => void json(response, { [secret]: true }),
  '/json-escaped': (secret, response) =>
    void response.setHeader('content-type', 'application/json').end(`{"a":"${unicodeEscapes(secret)}"}`),
  '/base64': (secret, response) =>
    void json(response, { a: base64(secret), b: base64(`x${secret}`), c: base64(`xy${secret}z`) }),
  '/base64url': (secret, response) => void json(response, { a: Buffer.from(`user:${secret}`).toString('base64url') }),
  '/percent': (secret, response) =>
    void response.end(
      `key=${[...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`,
    ),
  '/hex': (secret, response) =>
    void json(response, {
      a: Buffer.from(secret).toString('hex'),
      b: Buffer.from(secret).toString('hex').toUpperCase(),
    }),
  '/header': (secret, response) =>
    void response
      .setHeader('x-echo', secret)
      .setHeader('etag', `"${base64(secret)}"`)
      .end(),
  '/cookie': (secret, response) => void response.setHeader('set-cookie', `session=${secret}`).end(),
  '/location': (secret, response) =>
    void response.writeHead(302, { location: `/next?key=${encodeURIComponent(secret)}` }).end(),
  '/status': (secret, response) => void response.writeHead(401, `invalid token ${secret}`).end(),
  '/error': (secret, response) =>
    void response.writeHead(500, { 'content-type': 'text/html' }).end(`<pre>Error: bad key ${secret}\n at x</pre>`),
  '/cut': (secret, response) => void response.writeHead(200, { 'content-length': '100' }).end(secret),
};

describe('a planted secret', () => {
  it('is in no answer, whatever form it is given back in', { timeout: 60_000 }, async () => {
    const { keyward, session, origin, seen } = await prepare();

    for (const path of Object.keys(REFLECTIONS)) {
      const { raw } = await session.call('http_get', { item: 'api', url: `${origin}${path}` });
      expect([path, formsIn(raw)]).toEqual([path, []]);
    }

    expect(seen).toHaveLength(Object.keys(REFLECTIONS).length);
    expect(formsIn(session.stderr())).toEqual([]);
    await session.client.close();
    await expectNowhere(keyward);
  });

  it('is in no output of the command line, no file and no log', { timeout: 60_000 }, async () => {
    const keyward = await startKeyward();
    await keyward.prepare({ title: 'api', secret: CANARY, flags: ['--url', 'https://a.test', '--auth', 'bearer'] });

    for (const args of [
      ['vault', 'list'],
      ['item', 'list'],
      ['item', 'get', 'ai-agents/api'],
      ['item', 'get', 'ai-agents/api', '--reveal'],
      ['item', 'get', 'ai-agents/nothing'],
      ['agent', 'list'],
      ['audit', 'list', '--limit', '500'],
      ['audit', 'verify'],
      ['doctor'],
    ]) {
      const plain = await keyward.here.cli(args);
      const json = await keyward.here.cli([...args, '--json']);
      expect([args, formsIn(plain.stdout + plain.stderr + json.stdout + json.stderr)]).toEqual([args, []]);
    }
    await expectNowhere(keyward);
  });
});

async function prepare(): Promise<{
  readonly keyward: Keyward;
  readonly session: Awaited<ReturnType<Keyward['connect']>>;
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
}> {
  const keyward = await startKeyward();
  const { origin, seen } = await startHttpPeer({
    answer: ({ path, headers }, response) => REFLECTIONS[path]?.(String(headers['x-api-key']), response),
  });
  const token = await keyward.prepare({
    title: 'api',
    secret: CANARY,
    flags: ['--url', origin, '--auth', 'header:x-api-key'],
  });
  return { keyward, session: await keyward.connect({ token, env: { KEYWARD_LOG_LEVEL: 'trace' } }), origin, seen };
}

async function expectNowhere({ home }: Keyward): Promise<void> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const known = ['keyward.db', 'audit.db', 'owner.key'].map((name) => join(home, name));
  expect(paths).toEqual(expect.arrayContaining(known));
  // A server that has just ended may still remove what SQLite keeps beside a database: what is gone holds nothing.
  for (const path of paths) expect([path, formsIn(await readFile(path, 'latin1').catch(() => ''))]).toEqual([path, []]);
  await expectNotExported(home);
}

async function expectNotExported(home: string): Promise<void> {
  const storage = await openStorage({ folder: home, logger: silentLogger });
  onTestFinished(() => storage.close());
  for (const format of EXPORT_FORMATS) {
    let text = '';
    for await (const chunk of exportTrail(storage.audit, { format, productVersion: '1.2.3' })) text += chunk.text;
    expect([format.name, text === '', formsIn(text)]).toEqual([format.name, false, []]);
  }
}

/** The forms of the secret that a text holds; twelve characters in a row of it count as well. */
function formsIn(text: string): readonly string[] {
  const bytes = Buffer.from(CANARY);
  const forms = [
    bytes.toString('hex'),
    ...[0, 1, 2].map((shift) => base64(`${'x'.repeat(shift)}${CANARY}`).slice(shift === 0 ? 0 : 4, -4)),
    CANARY.split('').reverse().join(''),
    ...Array.from({ length: CANARY.length - 12 }, (_, start) => CANARY.slice(start, start + 12)),
  ];
  return forms.filter((form) => text.toLowerCase().includes(form.toLowerCase()));
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function unicodeEscapes(text: string): string {
  return [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
