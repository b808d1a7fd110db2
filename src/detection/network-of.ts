import { isIPv4, isIPv6, SocketAddress } from 'node:net';

/**
 * The network an address belongs to, as far as a household or an office keeps it: /24 of IPv4, /48 of IPv6. Undefined for
 * this machine itself, and for what is no address.
 */
export function networkOf(address: string | undefined): string | undefined {
  const plain = address?.replace(/^::ffff:/i, '');
  if (plain === undefined || plain.startsWith('127.') || plain === '::1') return undefined;
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 3).join(':')}::/48` : undefined;
}

// Of one address only the short form is compared, with the groups it leaves out written again.
function groupsOf(address: string): readonly string[] {
  const { address: short } = new SocketAddress({ address, family: 'ipv6' });
  const [head = '', tail] = short.split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const missing = Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0));
  return [...(before ?? []), ...Array.from({ length: missing }, () => '0'), ...(after ?? [])];
}
