import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient } from '../src/index.ts';
import { prepareHome } from './call/prepare-home.ts';
import type { Measurement } from './measurement.ts';

const RESOLVES = 2_000;
const AT_ONCE = 16;
const REFERENCE = 'op://bench/api/credential';
const BIN = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

/** How many values a program can resolve through the library, each with its two durable records. */
export async function bench(): Promise<readonly Measurement[]> {
  const { home, token } = await prepareHome('http://127.0.0.1:9', 'read');
  const env = { PATH: process.env['PATH'] ?? '', KEYWARD_HOME: home, KEYWARD_KEYCHAIN: 'off' };
  const server = spawn(process.execPath, [BIN, 'serve', '--port', '0', '--json'], { env });
  const ended = once(server, 'close');
  try {
    const [line] = await once(createInterface(server.stdout), 'line');
    const { url } = JSON.parse(String(line));
    return [
      ...(await measure('embedded', { auth: token, home })),
      ...(await measure('over HTTP', { auth: token, serverUrl: String(url) })),
    ];
  } finally {
    server.kill();
    await ended;
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(
  where: string,
  options: { readonly auth: string; readonly home?: string; readonly serverUrl?: string },
): Promise<readonly Measurement[]> {
  const client = await createClient({ ...options, integrationName: 'bench', integrationVersion: '1.0.0' });
  const rows: Measurement[] = [];
  for (const atOnce of [1, AT_ONCE]) {
    await client.secrets.resolve(REFERENCE);
    const startedAt = performance.now();
    for (let done = 0; done < RESOLVES; done += atOnce)
      await Promise.all(Array.from({ length: atOnce }, async () => client.secrets.resolve(REFERENCE)));
    const value = Math.round(RESOLVES / ((performance.now() - startedAt) / 1_000));
    rows.push({ name: `resolve ${where}, ${String(atOnce)} at once`, value, unit: '/s', aim: '' });
  }
  await client.close();
  return rows;
}
