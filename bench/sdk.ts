import { rm } from 'node:fs/promises';
import { createClient } from '../src/index.ts';
import { prepareHome } from './call/prepare-home.ts';
import type { Measurement } from './measurement.ts';

const RESOLVES = 2_000;
const AT_ONCE = 16;

/** How many values a program can resolve through the library, each with its two durable records. */
export async function bench(): Promise<readonly Measurement[]> {
  const { home, token } = await prepareHome('http://127.0.0.1:9', 'read');
  const client = await createClient({ auth: token, home, integrationName: 'bench', integrationVersion: '1.0.0' });
  const reference = 'op://bench/api/credential';
  try {
    const rows: Measurement[] = [];
    for (const atOnce of [1, AT_ONCE]) {
      await client.secrets.resolve(reference);
      const startedAt = performance.now();
      for (let done = 0; done < RESOLVES; done += atOnce)
        await Promise.all(Array.from({ length: atOnce }, async () => client.secrets.resolve(reference)));
      const seconds = (performance.now() - startedAt) / 1_000;
      rows.push({ name: `resolve, ${atOnce} at once`, value: Math.round(RESOLVES / seconds), unit: '/s', aim: '' });
    }
    return rows;
  } finally {
    await client.close();
    await rm(home, { recursive: true, force: true });
  }
}
