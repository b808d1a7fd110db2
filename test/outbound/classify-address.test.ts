import { describe, expect, it } from 'vitest';
import { classifyAddress, parseNetworks } from '../../src/outbound/index.ts';
import { SKIPPED, SSRF_VECTORS } from './ssrf-vectors.ts';

describe.skipIf(!SSRF_VECTORS)(`the ip_classify vectors (${SKIPPED})`, () => {
  it.each(SSRF_VECTORS?.ip_classify ?? [])('$ip is $expect ($why)', ({ ip, expect: verdict }) => {
    expect(classifyAddress(ip).kind).toBe(verdict === 'allow' ? 'global' : 'refused');
  });
});

describe('classifyAddress', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111'])('lets a call go to the global address %s', (address) => {
    expect(classifyAddress(address).kind).toBe('global');
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['198.18.0.1', 'reserved'],
    ['::1', 'loopback'],
    ['fc00::1', 'uniqueLocal'],
  ])('refuses %s unless its network is permitted', (address, range) => {
    const permitted = parseNetworks([`${address}/${address.includes(':') ? '128' : '32'}`]);

    expect(classifyAddress(address)).toEqual({ kind: 'refused', range });
    expect(classifyAddress(address, permitted)).toEqual({ kind: 'permitted', range });
    expect(classifyAddress(address, parseNetworks(['192.168.7.0/24', 'fd12::/16'])).kind).toBe('refused');
  });

  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.42.42',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fd00:42::42',
    'fd00:c1::a9fe:a9fe',
    'fd00:a9fe:a9fe::1',
    'fe80::a9fe:a9fe',
  ])('refuses the metadata address %s even where everything is permitted', (address) => {
    expect(classifyAddress(address, parseNetworks(['0.0.0.0/0', '::/0'])).kind).toBe('refused');
  });

  it.each([
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '::',
    '::127.0.0.1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
  ])('refuses %s, which names no host of its own, even where everything is permitted', (address) => {
    expect(classifyAddress(address, parseNetworks(['0.0.0.0/0', '::/0'])).kind).toBe('refused');
  });

  it.each(['64:ff9b::808:808', '64:ff9b:1::1', '2002:808:808::1', '2001:0:1::1', '::ffff:0:808:808'])(
    'refuses %s, which embeds an IPv4 address, even where everything is permitted',
    (address) => {
      expect(classifyAddress(address, parseNetworks(['0.0.0.0/0', '::/0'])).kind).toBe('refused');
    },
  );

  it.each(['', 'localhost', 'not-an-ip', '127.1', '2130706433', '0x7f.1', '127.0.0.1 ', '[::1]', '1.2.3.4.5'])(
    'refuses the text %j, which is no address',
    (address) => {
      expect(classifyAddress(address, parseNetworks(['0.0.0.0/0', '::/0']))).toEqual({
        kind: 'refused',
        range: 'invalid',
      });
    },
  );

  it('keeps IPv4 and IPv6 permits apart', () => {
    expect(classifyAddress('127.0.0.1', parseNetworks(['::/0'])).kind).toBe('refused');
    expect(classifyAddress('::1', parseNetworks(['0.0.0.0/0'])).kind).toBe('refused');
  });
});

describe('parseNetworks', () => {
  it.each([
    '10.0.0.0',
    '10/8',
    '010.0.0.0/8',
    '0x0a.0.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    'fe80::%eth0/64',
    '',
    '/',
  ])('refuses %j, which is not a plain CIDR', (cidr) => {
    expect(() => parseNetworks([cidr])).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });
});
