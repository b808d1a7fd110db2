import type { GrantedVaults } from '../../vault/index.ts';
import type { SecretStore } from '../secret-store.ts';
import { createReadStore, summaryOf, type ReadStoreDeps } from './read-store.ts';

const CAPTURED = 'captured';

export interface EmbeddedStoreDeps extends ReadStoreDeps {
  readonly vaults: GrantedVaults;
}

/** The embedded vault as a secret store. */
export function embeddedStore(deps: EmbeddedStoreDeps): SecretStore {
  const { vaults } = deps;
  const { store, forget } = createReadStore(deps);
  return {
    ...store,
    async findCaptured(vaultId, value) {
      const overview = await vaults.findByValue(vaultId, { tag: CAPTURED, value });
      return overview && summaryOf(overview);
    },
    async capture({ vaultId, title, value, clock, random }) {
      const fields = [{ id: 'credential', type: 'concealed', value }] as const;
      const overview = await vaults.createItem(vaultId, { title, tags: [CAPTURED], fields }, { clock, random });
      forget();
      return summaryOf(overview);
    },
  };
}
