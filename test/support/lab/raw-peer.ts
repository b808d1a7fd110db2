import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { addressOf } from './http-peer.ts';

/** A TCP server that answers with whatever bytes a test wants: what `node:http` would refuse to send. */
export interface RawPeer {
  readonly origin: string;
  readonly port: number;
  /** Requests whose head has come in. */
  readonly requests: () => number;
  /** Resolves when the client has let go of every connection. */
  readonly abandoned: () => Promise<void>;
}

/** Start a raw peer: `answer` is called once per request head. It ends with the test. */
export async function startRawPeer(answer: (socket: Socket, request: number) => void): Promise<RawPeer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    // A client that has had enough resets the connection.
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      if (bytes.includes('\r\n\r\n')) answer(socket, (requests += 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = addressOf(server.address());
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    port,
    requests: () => requests,
    abandoned: async () => {
      await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    },
  };
}

/** Send `bytes` again and again, each time the socket has taken the ones before. */
export function pourEndlessly(socket: Socket, bytes: Uint8Array): void {
  const pour = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', pour);
  pour();
}

/** Send `byte` every `everyMs` until the client lets go. */
export function drip(socket: Socket, { byte, everyMs }: { byte: string; everyMs: number }): void {
  const timer = setInterval(() => socket.write(byte), everyMs);
  socket.on('close', () => clearInterval(timer));
}
