import { listAgents } from '../../identity/index.ts';
import type { ConsoleDeps } from './deps.ts';

/** Names of agents and items by id. */
export interface Names {
  readonly agents: ReadonlyMap<string, string>;
  readonly items: ReadonlyMap<string, string>;
}

/** Names as they are now. What was deleted has none. */
export async function readNames({ agents, vaults }: Pick<ConsoleDeps, 'agents' | 'vaults'>): Promise<Names> {
  const [found, opened] = await Promise.all([listAgents(agents), vaults.openAll()]);
  const items = await opened.list();
  return {
    agents: new Map(found.map(({ id, name }) => [id, name])),
    items: new Map(items.map(({ id, vaultName, title }) => [id, `${vaultName}/${title}`])),
  };
}
