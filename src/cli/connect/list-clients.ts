import type { ConfigSource } from '../../config/index.ts';
import { CLIENTS, findEntry, type Client, type Scope } from '../../connect/index.ts';
import { isKeywardError } from '../../core/index.ts';
import type { Answer } from '../terminal/answer.ts';
import { table } from '../terminal/table.ts';
import { readClientFile } from './client-file.ts';
import { configPath } from './connect-order.ts';

/** Every known client, and whether it is connected. Nothing is changed. */
export async function listClients(scope: Scope, source: ConfigSource): Promise<Answer> {
  const rows = (await Promise.all(CLIENTS.map((client) => rowOf(client, scope, source)))).filter(
    (row) => row !== undefined,
  );
  return {
    json: rows.map(({ client, path, status }) => ({ client, path, status })),
    text: table(
      ['client', 'status', 'configuration'],
      rows.map(({ client, path, status }) => [client, status, path]),
      'no client has such a configuration',
    ),
  };
}

interface Row {
  readonly client: string;
  readonly path: string;
  readonly status: 'connected' | 'not connected' | 'no file' | 'unusable';
}

async function rowOf(client: Client, scope: Scope, source: ConfigSource): Promise<Row | undefined> {
  const path = configPath(client, scope, source);
  return path === undefined ? undefined : { client: client.name, path, status: await statusOf(client, path) };
}

async function statusOf(client: Client, path: string): Promise<Row['status']> {
  try {
    const { text, mode } = await readClientFile(path);
    if (mode === undefined) return 'no file';
    return findEntry(text, client) === undefined ? 'not connected' : 'connected';
  } catch (error) {
    if (isKeywardError(error, 'CONNECT_CONFIG_UNUSABLE')) return 'unusable';
    throw error;
  }
}
