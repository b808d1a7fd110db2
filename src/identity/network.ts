import { BlockList, isIP } from 'node:net';

/** Whether the text is an address range, `10.1.0.0/16` or `fd00::/8`; one address is a range of itself. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== undefined;
}

/** Whether an IP address lies in one of these ranges. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks.map(parseNetwork)) {
    if (network !== undefined) list.addSubnet(network.address, network.bits, network.family);
  }
  // An IPv4 client on a socket of both families: ::ffff:10.1.2.3.
  const plain = address.replace(/^::ffff:(?=[0-9]+\.)/i, '');
  return list.check(plain, familyOf(plain));
}

interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

function parseNetwork(text: string): Network | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return undefined;
  const family = familyOf(address);
  const longest = family === 'ipv4' ? 32 : 128;
  if (prefix === undefined) return { address, bits: longest, family };
  const bits = /^(?:0|[1-9][0-9]{0,2})$/.test(prefix) ? Number(prefix) : longest + 1;
  return bits <= longest ? { address, bits, family } : undefined;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
