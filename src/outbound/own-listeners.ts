import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** A socket Keyward itself listens on. `0.0.0.0` and `::` stand for every address of this machine. */
export interface OwnListener {
  readonly address: string;
  readonly port: number;
}

/**
 * True when a connection to this address and port would reach Keyward itself: a call must not be able
 * to talk to our own listeners with a credential of the owner's.
 */
export function isOwnListener(address: string, port: number, listeners: readonly OwnListener[]): boolean {
  return listeners.some((listener) => listener.port === port && reaches(address, listener.address));
}

function reaches(address: string, listening: string): boolean {
  const wanted = normalise(address);
  if (normalise(listening) === wanted) return true;
  if (listening !== '0.0.0.0' && listening !== '::') return false;
  return ipaddr.parse(address).range() === 'loopback' || machineAddresses().has(wanted);
}

function machineAddresses(): ReadonlySet<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return new Set(addresses.map(({ address }) => normalise(address)));
}

function normalise(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toNormalizedString() : address;
}
