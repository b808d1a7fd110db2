import type { AgentWithToken } from '../../identity/index.ts';
import { openTokenStore, type TokenStore } from '../../vault/index.ts';
import type { Runtime } from '../../app/index.ts';

/** The tokens of agents that are stored on this machine. */
export function savedTokens({ config, random }: Pick<Runtime, 'config' | 'random'>): TokenStore {
  return openTokenStore({ folder: config.home, keychain: config.keychain, random });
}

/** The tokens by which `keyward serve` opens agents for access tokens. */
export function savedAccessTokens({ config, random }: Pick<Runtime, 'config' | 'random'>): TokenStore {
  return openTokenStore({ folder: config.home, keychain: config.keychain, random, purpose: 'access' });
}

/** Where a saved token lies, for people. */
export const TOKEN_LOCATIONS = {
  file: 'in a file of the data folder (0600)',
  keychain: 'in the keychain of this user',
} as const;

/** Put an agent's new token in place of the saved one, if there is one: its client goes on. */
export async function replaceSavedToken(runtime: Runtime, { agent, token }: AgentWithToken): Promise<boolean> {
  const tokens = savedTokens(runtime);
  const saved = await tokens.find(agent.name);
  if (saved?.agentId !== agent.id) return false;
  await tokens.save(agent.name, { agentId: agent.id, token, note: saved.note });
  return true;
}

/** A revoked agent's token is good for nothing. */
export async function forgetSavedToken(
  runtime: Runtime,
  { id, name }: { readonly id: string; readonly name?: string },
): Promise<void> {
  if (name === undefined) return;
  for (const tokens of [savedTokens(runtime), savedAccessTokens(runtime)]) {
    if ((await tokens.find(name))?.agentId === id) await tokens.forget(name);
  }
}
