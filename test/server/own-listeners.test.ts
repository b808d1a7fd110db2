import { createServer } from 'node:http';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sinkStates } from '../../src/app/index.ts';
import { formatVerifierKey, makeVerifierKey } from '../../src/audit/index.ts';
import { loadConfig, processSource } from '../../src/config/index.ts';
import { silentLogger, systemRandom, type JsonObject } from '../../src/core/index.ts';
import { ready } from '../../src/crypto/index.ts';
import { openServerApp } from '../../src/server/index.ts';

it('a sink, a checkpoint target and a witness at the server itself are refused, and nothing is sent there', async () => {
  const own = await listener();
  const folder = await mkdtemp(join(tmpdir(), 'keyward-own-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await ready();
  const key = formatVerifierKey(makeVerifierKey('self.example', 'witness', systemRandom(32)));
  const audit = {
    sinks: [{ name: 'self', kind: 'http', url: own.url }],
    checkpoints: { targets: [{ kind: 'http', url: own.url }], witnesses: [{ url: own.url, key }] },
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ audit }), { mode: 0o600 });
  const env = { KEYWARD_HOME: folder, KEYWARD_KEYCHAIN: 'off' };
  const config = loadConfig({ ...processSource(), env });
  const warnings: JsonObject[] = [];
  const logger = { ...silentLogger, warn: (fields: JsonObject) => void warnings.push(fields) };

  const app = await openServerApp({ config, logger, version: '0.0.0', ownListeners: () => [own.address] });
  await app.close();

  expect((await sinkStates(config, 'self').load()).failing?.code).toBe('OUTBOUND_ADDRESS_REFUSED');
  // Of the target, and of the witness.
  expect(await failuresOfTargets(folder)).toEqual(['OUTBOUND_ADDRESS_REFUSED', 'OUTBOUND_ADDRESS_REFUSED']);
  expect(warnings.filter(({ witness }) => witness !== undefined)).toMatchObject([{ code: 'OUTBOUND_ADDRESS_REFUSED' }]);
  expect(own.requests()).toBe(0);
});

async function failuresOfTargets(folder: string): Promise<unknown[]> {
  const states = join(folder, 'checkpoint-places');
  await mkdir(states, { recursive: true });
  const files = await Promise.all((await readdir(states)).map((name) => readFile(join(states, name), 'utf8')));
  return files.flatMap((text) => JSON.parse(text).failing?.code ?? []);
}

async function listener() {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the listener has no port');
  return {
    url: `http://127.0.0.1:${bound.port}/`,
    address: { address: '127.0.0.1', port: bound.port },
    requests: () => requests,
  };
}
