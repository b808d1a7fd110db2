import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startKeyward } from '../support/keyward.ts';

const records = z.array(z.looseObject({ seq: z.number(), type: z.string() }));

async function service(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

it('what a call said is found by its value, and stands in no file of the data folder', async () => {
  const [keyward, url] = [await startKeyward(), await service()];
  const flags = ['--url', url, '--auth', 'bearer', '--allow', 'GET,POST /**'];
  const token = await keyward.prepare({ title: 'service', secret: 'kw-test-not-a-secret', flags });
  const session = await keyward.connect({ token });
  await session.call('http_request', {
    item: 'service',
    method: 'POST',
    url: `${url}/people`,
    body: { json: { person: { name: 'Ada Lovelace-Needle' } } },
  });
  await session.call('http_get', { item: 'service', url: `${url}/people` });
  await session.client.close();
  for (const value of ['Ada Lovelace-Needle', '{"person":{"name":"Ada Lovelace-Needle"}}']) {
    const found = records.parse(await keyward.json(['audit', 'list', '--value', value]));
    expect(found).toMatchObject([{ type: 'call.intent', request: { method: 'POST' } }]);
  }
  expect(await keyward.json(['audit', 'list', '--value', 'Ada'])).toEqual([]);
  for (const name of ['audit.db', 'keyward.db'])
    expect((await readFile(join(keyward.home, name))).includes('Lovelace-Needle')).toBe(false);
});
