import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import type { Refusal } from './outcome.ts';
import { readAsCaller } from './read-as-caller.ts';
import { recordEvent } from './record-event.ts';

export interface VaultPage {
  readonly kind: 'vaults';
  readonly vaults: readonly { readonly id: string; readonly name: string }[];
  readonly callId: string;
}

/** The vaults granted to the caller, empty ones too. */
export async function listVaults(deps: BrokerDeps, context: CallContext): Promise<VaultPage | Refusal> {
  return readAsCaller(deps, context, async ({ callId, principal, store }) => {
    const vaults = await store.listVaults();
    const detail = { vaults: vaults.length };
    await recordEvent(deps.trail, { callId, context, principal }, { type: 'items.listed', detail });
    return { kind: 'vaults', vaults, callId };
  });
}
