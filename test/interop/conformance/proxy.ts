import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Proxy {
  readonly port: number;
  /** From here on requests go there, with this token. */
  forward(to: { readonly url: string; readonly token: string }): void;
}

/** Adds a bearer token to every request and changes nothing else: the conformance suite knows no way to authenticate. */
export async function startProxy(): Promise<Proxy> {
  let target: { readonly url: URL; readonly token: string } | undefined;
  const server = createServer((incoming, outgoing) => {
    if (target === undefined) throw new Error('the proxy was asked before it knew where to forward');
    const { hostname, port } = target.url;
    const headers = { ...incoming.headers, authorization: `Bearer ${target.token}` };
    const onward = request(
      { hostname, port, method: incoming.method, path: incoming.url, headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    port: (server.address() as AddressInfo).port,
    forward({ url, token }) {
      target = { url: new URL(url), token };
    },
  };
}
