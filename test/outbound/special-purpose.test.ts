import { describe, expect, it } from 'vitest';
import { classifyAddress } from '../../src/outbound/index.ts';

/**
 * Blocks no call may lead to: the special-purpose registries of IANA (also those parts that are routed, such as AS112 and
 * AMT: no API lives there), what is not handed out, and addresses of metadata services on public or unlisted space.
 */
const V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
];
const V6 = [
  '::/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
  '4000::/2',
  '8000::/1',
];

interface Block {
  readonly bits: 32n | 128n;
  readonly first: bigint;
  readonly last: bigint;
}

const BLOCKS = [...V4.map((cidr) => blockOf(cidr, 32n)), ...V6.map((cidr) => blockOf(cidr, 128n))];

describe('the edges of every special-purpose block', () => {
  const edges = BLOCKS.flatMap(({ bits, first, last }) =>
    [first - 1n, first, first + 1n, last - 1n, last, last + 1n]
      .filter((address) => address >= 0n && address < 1n << bits)
      .map((address) => ({ address: textOf(address, bits), isSpecial: isSpecial(address, bits) })),
  );

  it.each(edges.filter(({ isSpecial: special }) => special))('$address is refused', ({ address }) => {
    expect(classifyAddress(address).kind).toBe('refused');
  });

  it.each(edges.filter(({ isSpecial: special }) => !special))('$address is global', ({ address }) => {
    expect(classifyAddress(address).kind).toBe('global');
  });
});

describe('an IPv4 address inside an IPv6 address', () => {
  const hidden = ['7f00:1', 'a9fe:a9fe', 'a00:1', 'c0a8:101', '808:808'];
  const forms = [
    (v4: string) => `::${v4}`,
    (v4: string) => `::ffff:${v4}`,
    (v4: string) => `::ffff:0:${v4}`,
    (v4: string) => `64:ff9b::${v4}`,
    (v4: string) => `64:ff9b:1::${v4}`,
    (v4: string) => `64:ff9b:1:7f00:0:100::`.replace('7f00', v4.split(':')[0] ?? ''),
    (v4: string) => `2002:${v4}::1`,
    (v4: string) => `2001:0:${v4}::1`,
    (v4: string) => `2001:0:4136:e378:8000:63bf:${v4}`,
    (v4: string) => `fe80::5efe:${v4}`,
    (v4: string) => `2606:4700::5efe:${v4}`,
    (v4: string) => `2606:4700::200:5efe:${v4}`,
  ];

  it.each(forms.flatMap((form) => hidden.map(form)))('%s is refused, whatever it holds', (address) => {
    expect(classifyAddress(address).kind).toBe('refused');
  });
});

function blockOf(cidr: string, bits: 32n | 128n): Block {
  const [base = '', prefix = ''] = cidr.split('/');
  const size = 1n << (bits - BigInt(prefix));
  const first = bits === 32n ? v4Number(base) : v6Number(base);
  return { bits, first, last: first + size - 1n };
}

function isSpecial(address: bigint, bits: bigint): boolean {
  return BLOCKS.some((block) => block.bits === bits && address >= block.first && address <= block.last);
}

function v4Number(text: string): bigint {
  return text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function v6Number(text: string): bigint {
  const [head = '', tail = ''] = text.split('::');
  const left = head.split(':').filter((part) => part !== '');
  const right = tail.split(':').filter((part) => part !== '');
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function textOf(address: bigint, bits: bigint): string {
  const [width, base, radix, separator] = bits === 32n ? ([8n, 4, 10, '.'] as const) : ([16n, 8, 16, ':'] as const);
  const parts = Array.from(
    { length: base },
    (_, i) => (address >> (width * BigInt(base - 1 - i))) & ((1n << width) - 1n),
  );
  return parts.map((part) => part.toString(radix)).join(separator);
}
