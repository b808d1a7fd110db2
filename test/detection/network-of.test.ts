import { expect, it } from 'vitest';
import { networkOf } from '../../src/detection/network-of.ts';

it.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.9', '203.0.113.0/24'],
  ['2001:db8:1::1', '2001:db8:1::/48'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1::/48'],
  ['fd00::1', 'fd00:0:0::/48'],
  ['127.0.0.1', undefined],
  ['::1', undefined],
  ['a pipe', undefined],
  [undefined, undefined],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
