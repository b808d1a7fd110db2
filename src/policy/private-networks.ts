import ipaddr from 'ipaddr.js';

/** The private ranges a binding may open: all of them, or a part of one. Metadata addresses stay refused inside. */
export const PRIVATE_NETWORKS = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '::1/128',
  'fc00::/7',
] as const;

/** What is wrong with a network an owner names; undefined when it lies within one of the private ranges. */
export function privateNetworkProblem(text: string): string | undefined {
  if (!ipaddr.isValidCIDR(text)) return 'a private network is written as 10.0.0.0/8';
  const isInside = PRIVATE_NETWORKS.some((network) => contains(network, text));
  return isInside ? undefined : 'a private network lies within the loopback, private or unique local ranges';
}

function contains(network: string, part: string): boolean {
  const [outer, outerBits] = ipaddr.parseCIDR(network);
  const [inner, innerBits] = ipaddr.parseCIDR(part);
  return inner.kind() === outer.kind() && innerBits >= outerBits && inner.match(outer, outerBits);
}
