import { lstat, unlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect, isIP } from 'node:net';
import process from 'node:process';
import { KeywardError } from '../../core/index.ts';
import type { ListenRules } from './listen-rules.ts';

/** Where a server listens now. */
export interface Listening {
  /** Without a path. On a local socket the host in it is only a name: `socket` says where to connect. */
  readonly url: string;
  readonly socket: string | undefined;
  readonly address: { readonly address: string; readonly port: number } | undefined;
}

/** Throws `CONFIG_INVALID` when nothing can listen there. */
export async function listen(server: Server, { address, tls }: ListenRules): Promise<Listening> {
  const scheme = tls === undefined ? 'http' : 'https';
  if (address.kind === 'unix') {
    await removeStale(address.path);
    await withPrivateMode(() => start(server, { path: address.path }));
    return { url: 'http://localhost', socket: address.path, address: undefined };
  }
  await start(server, { host: address.host, port: address.port });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('the server listens on no port');
  const host = isIP(address.host) === 6 ? `[${address.host}]` : address.host;
  const url = `${scheme}://${host}:${String(bound.port)}`;
  return { url, socket: undefined, address: { address: bound.address, port: bound.port } };
}

async function start(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void =>
      reject(
        new KeywardError('CONFIG_INVALID', 'the server cannot listen on its address: it is taken or not allowed', {
          cause,
        }),
      );
    server.once('error', failed).listen(where, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

// A socket's mode is set when it is bound, which happens inside listen(): changed afterwards, others could be first.
async function withPrivateMode(bind: () => Promise<void>): Promise<void> {
  const before = process.umask(0o177);
  const bound = bind();
  process.umask(before);
  await bound;
}

// A socket without a listener was left by a process that was killed. Any other file there is not ours to remove.
async function removeStale(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isSocket() !== true || (await isAnswered(path))) return;
  await unlink(path);
}

async function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
