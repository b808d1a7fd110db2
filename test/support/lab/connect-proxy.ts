import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { addressOf } from './http-peer.ts';

export interface ConnectProxy {
  readonly url: string;
  /** The `host:port` of every CONNECT, in order. */
  readonly asked: readonly string[];
  /** Requests that came in the clear, without CONNECT. */
  readonly plain: readonly string[];
}

/** A CONNECT proxy on loopback that leads every tunnel to `port`, whatever name was asked for. */
export async function startConnectProxy(port: number, status = 200): Promise<ConnectProxy> {
  const asked: string[] = [];
  const plain: string[] = [];
  const server = createServer((request, response) => {
    plain.push(request.url ?? '');
    response.end();
  });
  server.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    client.on('error', () => undefined);
    client.write(`HTTP/1.1 ${String(status)} Answer\r\n\r\n`);
    if (status === 200) joinSockets(client, connect(port, '127.0.0.1'));
    else client.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${String(addressOf(server.address()).port)}`, asked, plain };
}

function joinSockets(client: Duplex, upstream: Socket): void {
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
  client.pipe(upstream).pipe(client);
}
