import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { addressInNetworks, type Network } from './networks.ts';

/** `permitted`: not on the public internet, and inside a network this call's binding permits. */
export interface AddressVerdict {
  readonly kind: 'global' | 'permitted' | 'refused';
  /** The registry's name for the block the address lies in, such as `loopback`. Names no address. */
  readonly range: string;
}

const METADATA = networks([
  // Azure's wire server sits on a public address.
  '168.63.129.16/32',
  // Alibaba Cloud, Oracle Cloud.
  '100.100.100.200/32',
  '192.0.0.192/32',
  // AWS (instance metadata, Pod Identity, DNS), Google Cloud, Scaleway, Oracle Cloud, Akamai (Linode), each on a unique
  // local address.
  'fd00:ec2::/32',
  'fd20:ce::254/128',
  'fd00:42::42/128',
  'fd00:c1::a9fe:a9fe/128',
  'fd00:a9fe:a9fe::/48',
]);

// RFC 4291 section 2.4: IANA has handed out global unicast addresses from this block alone.
const GLOBAL_UNICAST_V6 = networks(['2000::/3']);

const PERMITTABLE = new Set(['private', 'loopback', 'carrierGradeNat', 'uniqueLocal', 'benchmarking', 'reserved']);

/**
 * Say whether a connection may go to this address: global unicast always may, a private, loopback or
 * other special block only when `permitted` covers it.
 *
 * Never allowed, whatever is permitted: cloud metadata (all of link-local included, where the clouds
 * keep it), multicast, broadcast, unspecified, every IPv6 form that embeds an IPv4 address, and text
 * that is no address.
 */
export function classifyAddress(address: string, permitted: readonly Network[] = []): AddressVerdict {
  if (isIP(address) === 0) return { kind: 'refused', range: 'invalid' };
  const parsed = ipaddr.parse(address);
  if (addressInNetworks(parsed, METADATA)) return { kind: 'refused', range: 'metadata' };
  const range = blockName(parsed);
  if (range === 'unicast') return { kind: 'global', range };
  const isPermitted = PERMITTABLE.has(range) && addressInNetworks(parsed, permitted);
  return { kind: isPermitted ? 'permitted' : 'refused', range };
}

function blockName(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const range = address.range();
  if (range !== 'unicast' || address.kind() === 'ipv4') return range;
  if (isIsatap(address)) return 'isatap';
  // Catches what ipaddr.js calls unicast and is not routable: `::7f00:1`, 4000::/3, 100:0:0:1::/64.
  return addressInNetworks(address, GLOBAL_UNICAST_V6) ? range : 'unassigned';
}

// RFC 5214 section 6.1: an interface identifier of 0000:5efe or 0200:5efe is followed by an IPv4 address to tunnel to.
function isIsatap(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (!(address instanceof ipaddr.IPv6)) return false;
  const [, , , , high = 0, low = 0] = address.parts;
  return (high & 0xfdff) === 0 && low === 0x5efe;
}

function networks(cidrs: readonly string[]): readonly Network[] {
  return cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
}
