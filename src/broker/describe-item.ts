import { listAll } from '../secrets/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import { itemDetail, type ItemDetail } from './listed-item.ts';
import { refusal, type Refusal } from './outcome.ts';
import { readAsCaller } from './read-as-caller.ts';
import { recordEvent } from './record-event.ts';

export interface ItemLocation {
  /** Name or id. */
  readonly vault: string;
  /** Title or id. */
  readonly item: string;
}

export interface DescribedItem {
  readonly kind: 'described';
  readonly item: ItemDetail;
  readonly callId: string;
}

/** One item of a granted vault. Only an exact name or id finds it; two that fit are as good as none. */
export async function describeItem(
  deps: BrokerDeps,
  context: CallContext,
  location: ItemLocation,
): Promise<DescribedItem | Refusal> {
  return readAsCaller(deps, context, async ({ callId, principal, store }) => {
    const found = (await listAll(store)).filter(
      ({ vaultId, vaultName, id, title }) =>
        [vaultId, vaultName].includes(location.vault) && [id, title].includes(location.item),
    );
    const [item] = found;
    if (item === undefined || found.length > 1) {
      const code = found.length > 1 ? 'ITEM_AMBIGUOUS' : 'ITEM_NOT_FOUND';
      await recordEvent(
        deps.trail,
        { callId, context, principal },
        { type: 'items.listed', outcome: { result: 'denied', code } },
      );
      return refusal(callId, { code, reason: 'there is no such item among those you may use' });
    }
    await recordEvent(deps.trail, { callId, context, principal, item }, { type: 'items.listed', detail: { items: 1 } });
    return { kind: 'described', item: itemDetail(item), callId };
  });
}
