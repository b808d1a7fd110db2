import type { Keychain } from '../../src/vault/index.ts';

/** A keychain in memory: what the OS one does, without a desktop session. `entries` is there to look at. */
export function createMemoryKeychain(): Keychain & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    read: async (account) => entries.get(account),
    write: async (account, text) => void entries.set(account, text),
    delete: async (account) => void entries.delete(account),
  };
}
