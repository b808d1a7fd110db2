import { systemRandom } from '../../src/core/index.ts';
import {
  type AgentDeps,
  createAgent,
  type Identification,
  identifyByToken,
  type IdentifiedAgent,
} from '../../src/identity/index.ts';
import { type GrantedVaults, type ItemOverview, openGrantedVaults, type VaultSummary } from '../../src/vault/index.ts';
import { draft, openVaultKit, type VaultKit } from './vault-kit.ts';

export const HOUR_MS = 3_600_000;

/** Two vaults, an item in each, and an agent `claude` that was granted the first of them. */
export interface IdentityKit extends VaultKit {
  readonly deps: AgentDeps;
  readonly pay: VaultSummary;
  readonly code: VaultSummary;
  readonly stripe: ItemOverview;
  readonly agentId: string;
  readonly token: string;
  identify(token: string): Promise<Identification>;
  /** What an agent may see with what it was identified with. */
  openGranted(identified: Identification): GrantedVaults;
}

export async function openIdentityKit(): Promise<IdentityKit> {
  const kit = await openVaultKit();
  const { owner, clock, storage } = kit;
  const pay = await owner.createVault('pay');
  const code = await owner.createVault('code');
  const stripe = await owner.createItem(pay.id, draft('stripe', 'sk_stripe'));
  await owner.createItem(code.id, draft('github', 'ghp_github'));
  const deps = { store: storage.identity, owner, clock, random: systemRandom };
  const draftOf = { name: 'claude', vaultIds: [pay.id], can: 'use', expiresInMs: HOUR_MS } as const;
  const { agent, token } = await createAgent(deps, draftOf);
  return {
    ...kit,
    deps,
    pay,
    code,
    stripe,
    agentId: agent.id,
    token,
    identify: (text) => identifyByToken({ store: storage.identity, clock }, text),
    openGranted(identified) {
      const { ownerPublicKey, vaultKeys } = expectAgent(identified);
      return openGrantedVaults({ store: storage.vaults, ownerPublicKey, keys: vaultKeys });
    },
  };
}

/** The identified agent; fails the test for a refusal. */
export function expectAgent(identified: Identification): IdentifiedAgent {
  if (identified.kind === 'agent') return identified;
  throw new Error(`the agent was refused: ${identified.because}`);
}
