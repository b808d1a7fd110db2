import { KeywardError, type Logger } from '../core/index.ts';
import { classifyAddress } from './classify-address.ts';
import { parseNetworks } from './networks.ts';
import { isOwnListener, type OwnListener } from './own-listeners.ts';

/** One connection about to be made. */
export interface ConnectionTarget {
  readonly isSecure: boolean;
  readonly port: number;
}

/** Answers with the refusal, or `undefined` when the connection may be made. */
export type AddressGuard = (address: string | undefined, target: ConnectionTarget) => KeywardError | undefined;

export interface AddressGuardDeps {
  readonly privateNetworks: readonly string[];
  readonly ownListeners: () => readonly OwnListener[];
  readonly logger: Logger;
}

/** The one judge of addresses. Throws `ITEM_INVALID` when a permitted network is not a CIDR. */
export function createAddressGuard({ privateNetworks, ownListeners, logger }: AddressGuardDeps): AddressGuard {
  const permitted = parseNetworks(privateNetworks);
  return (address, target) => {
    const verdict = classifyAddress(address ?? '', permitted);
    const why = refusal(verdict.kind, target) ?? ownDoor(address ?? '', target, ownListeners());
    if (why === undefined) return undefined;
    logger.warn({ range: verdict.range, why }, 'outbound connection refused');
    return addressRefused();
  };
}

/** One sentence for every refusal: which address a name resolved to is no business of an agent's. */
export function addressRefused(): KeywardError {
  return new KeywardError('OUTBOUND_ADDRESS_REFUSED', 'the address of the destination is not allowed for the item');
}

function refusal(kind: 'global' | 'permitted' | 'refused', { isSecure }: ConnectionTarget): string | undefined {
  if (kind === 'refused') return 'address not permitted';
  if (kind === 'global' && !isSecure) return 'plain http to a public address';
  return undefined;
}

function ownDoor(address: string, target: ConnectionTarget, listeners: readonly OwnListener[]): string | undefined {
  return isOwnListener(address, target.port, listeners) ? 'own listener' : undefined;
}
