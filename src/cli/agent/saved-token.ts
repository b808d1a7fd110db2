import type { AgentWithToken } from '../../identity/index.ts';
import { openTokenKeeper, type TokenKeeper } from '../../vault/index.ts';
import type { Workshop } from '../owner/open-data-folder.ts';

/** The tokens of agents that are kept on this machine. */
export function tokenKeeper({ config, random }: Pick<Workshop, 'config' | 'random'>): TokenKeeper {
  return openTokenKeeper({ folder: config.home, keychain: config.keychain, random });
}

/** The tokens by which `keyward serve` opens agents for access tokens. */
export function accessKeeper({ config, random }: Pick<Workshop, 'config' | 'random'>): TokenKeeper {
  return openTokenKeeper({ folder: config.home, keychain: config.keychain, random, purpose: 'access' });
}

/** Where a kept token lies, for people. */
export const KEPT_PLACES = {
  file: 'in a file of the data folder (0600)',
  keychain: 'in the keychain of this user',
} as const;

/** Put an agent's new token in the place of the one that is kept, if one is: whoever uses that goes on. */
export async function replaceKeptToken(workshop: Workshop, { agent, token }: AgentWithToken): Promise<boolean> {
  const keeper = tokenKeeper(workshop);
  const kept = await keeper.find(agent.name);
  if (kept?.agentId !== agent.id) return false;
  await keeper.keep(agent.name, { agentId: agent.id, token, note: kept.note });
  return true;
}

/** A revoked agent's token is good for nothing. */
export async function forgetKeptToken(
  workshop: Workshop,
  { id, name }: { readonly id: string; readonly name?: string },
): Promise<void> {
  if (name === undefined) return;
  for (const keeper of [tokenKeeper(workshop), accessKeeper(workshop)]) {
    if ((await keeper.find(name))?.agentId === id) await keeper.forget(name);
  }
}
