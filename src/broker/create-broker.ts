import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import type { CallInput } from './call-input.ts';
import type { Caller } from './caller.ts';
import { describeItem, type DescribedItem, type ItemLocation } from './describe-item.ts';
import { explain, type Explanation } from './explain.ts';
import { handleCall } from './handle-call.ts';
import { listItems, type ItemPage, type ListQuery } from './list-items.ts';
import { listVaults, type VaultPage } from './list-vaults.ts';
import type { CallAnswer, Pending, Refusal } from './outcome.ts';
import { createSessionUsage, type SessionUsage } from './session-usage.ts';
import { sessionUse, type SessionReport } from './session-use.ts';

export type { BrokerDeps } from './broker-deps.ts';

/** The journey, for any entry point. Its methods never throw and never answer before the record is durable. */
export interface Broker {
  listItems(context: CallContext, query: ListQuery): Promise<ItemPage | Refusal>;
  describeItem(context: CallContext, location: ItemLocation): Promise<DescribedItem | Refusal>;
  listVaults(context: CallContext): Promise<VaultPage | Refusal>;
  /** What this connection used so far. */
  sessionUse(context: CallContext): Promise<SessionReport | Refusal>;
  explain(context: CallContext, input: CallInput): Promise<Explanation>;
  call(context: CallContext, input: CallInput): Promise<CallAnswer | Refusal | Pending>;
  /** The same journey for another caller. Calls of both count as under way in both. */
  as(caller: Caller): Broker;
  /** Resolves when every call under way has its outcome recorded. Call it before the trail is closed. */
  settled(): Promise<void>;
}

export function createBroker(wanted: BrokerDeps): Broker {
  const tally = createSessionUsage(wanted);
  return brokerFor({ ...wanted, trail: tally.trail, tally }, new Set());
}

type TalliedDeps = BrokerDeps & { readonly tally: SessionUsage };

function brokerFor(deps: TalliedDeps, underWay: Set<Promise<unknown>>): Broker {
  const track = async <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    try {
      return await work;
    } finally {
      underWay.delete(work);
    }
  };
  return {
    listItems: async (context, query) => track(listItems(deps, context, query)),
    describeItem: async (context, location) => track(describeItem(deps, context, location)),
    listVaults: async (context) => track(listVaults(deps, context)),
    sessionUse: async (context) => track(sessionUse(deps, context)),
    explain: async (context, input) => track(explain(deps, context, input)),
    call: async (context, input) => track(handleCall(deps, context, input)),
    as: (caller) => brokerFor({ ...deps, caller }, underWay),
    settled: async () => {
      await Promise.allSettled(underWay);
    },
  };
}
