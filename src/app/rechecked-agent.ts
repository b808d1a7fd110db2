import type { Caller } from '../broker/index.ts';
import type { Identification, IdentifiedAgent } from '../identity/index.ts';
import { openGrantedVaults } from '../vault/index.ts';
import { storeOfVaults } from './owner-vaults.ts';
import type { Runtime } from './runtime.ts';

export type Rechecked<T> =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'agent'; readonly agent: IdentifiedAgent; readonly opened: T };

/**
 * The agent behind a connection, identified again at every call. What `open` made of it is used again only while nothing
 * in the database changed.
 */
export function recheckedAgent<T>(
  first: Identification,
  open: (agent: IdentifiedAgent) => T,
): () => Promise<Rechecked<T>> {
  // Remembered while it is refused: an agent that was suspended may be resumed.
  let agent = first.kind === 'agent' ? first : undefined;
  let last: { readonly agent: IdentifiedAgent; readonly opened: T } | undefined;
  return async () => {
    const current = agent === undefined ? first : await agent.recheck();
    if (current.kind === 'refused') return { kind: 'refused', reason: current.reason };
    agent = current;
    if (last?.agent !== current) last = { agent: current, opened: open(current) };
    return { kind: 'agent', ...last };
  };
}

/** The caller of a broker, for an agent that was identified. */
export function createCaller(first: Identification, runtime: Pick<Runtime, 'storage'>): Caller {
  const identify = recheckedAgent(first, (agent) => storeOfAgent(agent, agent.vaultKeys, runtime));
  return {
    async identify() {
      const current = await identify();
      if (current.kind === 'refused') return current;
      return { kind: 'agent', principal: current.agent.principal, store: current.opened };
    },
  };
}

/** The vaults that these keys of the agent open. */
export function storeOfAgent(
  { ownerPublicKey }: IdentifiedAgent,
  keys: IdentifiedAgent['vaultKeys'],
  runtime: Pick<Runtime, 'storage'>,
) {
  const vaults = openGrantedVaults({ store: runtime.storage.vaults, ownerPublicKey, keys });
  return storeOfVaults(vaults, runtime);
}
