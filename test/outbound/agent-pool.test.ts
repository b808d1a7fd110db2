import { expect, it } from 'vitest';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { startRawPeer } from '../support/lab/raw-peer.ts';
import { failureOf, openOutbound, outboundCall, textOf } from './outbound-call.ts';

// undici gives a connection back one turn of the event loop after its answer.
const connectionsRest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('keeps a connection for the next call of the same binding, and shares none between bindings', async () => {
  const peer = await startHttpPeer();
  const outbound = openOutbound();
  for (const bindingId of ['a', 'a', 'b', 'b', 'a']) {
    await outbound.send(outboundCall({ url: peer.origin, bindingId }));
    await connectionsRest();
  }
  expect(peer.connections()).toBe(2);
});

it('drops the connections of a binding whose permits were changed', async () => {
  const peer = await startHttpPeer();
  const outbound = openOutbound();
  const url = `http://localhost:${String(peer.port)}/`;
  await outbound.send(outboundCall({ url }));
  expect((await failureOf(outbound.send(outboundCall({ url, origins: [] })))).code).toBe('OUTBOUND_ADDRESS_REFUSED');
  expect(peer.seen).toHaveLength(1);
});

it('keeps connections while equal permits are written anew', async () => {
  const peer = await startHttpPeer();
  const outbound = openOutbound();
  for (let count = 0; count < 3; count += 1) {
    await outbound.send(outboundCall({ url: peer.origin, privateNetworks: ['10.0.0.0/8'], tls: { pins: ['x'] } }));
    await connectionsRest();
  }
  expect(peer.connections()).toBe(1);
});

it('closes the binding used longest ago when there are too many', async () => {
  const peer = await startHttpPeer();
  const outbound = openOutbound({ maxAgents: 2 });
  for (const bindingId of ['a', 'b', 'a', 'c', 'a']) {
    await outbound.send(outboundCall({ url: peer.origin, bindingId }));
    await connectionsRest();
  }
  expect(peer.connections()).toBe(3);
  await outbound.send(outboundCall({ url: peer.origin, bindingId: 'b' }));
  expect(peer.connections()).toBe(4);
});

it('lets a running call of an evicted binding end', async () => {
  let answer: (() => void) | undefined;
  const slow = await startRawPeer(
    (socket) => (answer = () => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nslow')),
  );
  const quick = await startHttpPeer();
  const outbound = openOutbound({ maxAgents: 1 });
  const running = outbound.send(outboundCall({ url: slow.origin }));
  await outbound.send(outboundCall({ url: quick.origin }));
  answer?.();
  expect(textOf(await running)).toBe('slow');
});

it('sends concurrent calls at once, each over its own connection', async () => {
  let waiting = 0;
  const release: (() => void)[] = [];
  const peer = await startHttpPeer({
    answer: (_, response) => {
      release.push(() => response.end());
      if ((waiting += 1) === 8) for (const end of release) end();
    },
  });
  const outbound = openOutbound();
  const calls = Array.from({ length: 8 }, () => outbound.send(outboundCall({ url: peer.origin })));
  expect((await Promise.all(calls)).every(({ status }) => status === 200)).toBe(true);
  expect(peer.connections()).toBe(8);
});

it('refuses calls once it is closed', async () => {
  const peer = await startRawPeer((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
  const outbound = openOutbound();
  await outbound.send(outboundCall({ url: peer.origin }));
  await outbound.close();
  expect((await failureOf(outbound.send(outboundCall({ url: peer.origin })))).code).toBe('OUTBOUND_CANCELLED');
  await peer.abandoned();
});

it('refuses a permit that is not a network', async () => {
  const call = outboundCall({ url: 'https://api.example.com/', privateNetworks: ['10/8'] });
  expect((await failureOf(openOutbound().send(call))).code).toBe('ITEM_INVALID');
});
