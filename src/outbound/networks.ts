import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { KeywardError } from '../core/index.ts';

export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefixLength: number];

/** Parse CIDR texts. Throws `ITEM_INVALID` when one is not a canonical CIDR such as `10.0.0.0/8`. */
export function parseNetworks(cidrs: readonly string[]): readonly Network[] {
  return cidrs.map(parseNetwork);
}

export function addressInNetworks(address: ipaddr.IPv4 | ipaddr.IPv6, networks: readonly Network[]): boolean {
  return networks.some(([network, prefixLength]) => {
    return network.kind() === address.kind() && address.match(network, prefixLength);
  });
}

function parseNetwork(cidr: string): Network {
  const [base = '', prefix = ''] = cidr.split('/');
  // ipaddr.js also reads octal, hexadecimal and short forms: what the owner reads must be what we permit.
  const isPlain = isIP(base) !== 0 && !base.includes('%') && /^[0-9]{1,3}$/.test(prefix) && ipaddr.isValidCIDR(cidr);
  if (!isPlain)
    throw new KeywardError('ITEM_INVALID', `expected a network such as 10.0.0.0/8, got ${JSON.stringify(cidr)}`);
  return ipaddr.parseCIDR(cidr);
}
