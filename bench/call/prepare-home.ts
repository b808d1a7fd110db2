import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretValue, silentLogger, systemClock, systemRandom } from '../../src/core/index.ts';
import { ready } from '../../src/crypto/index.ts';
import { createAgent } from '../../src/identity/index.ts';
import { buildBinding } from '../../src/policy/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { openOwnerKeySource, openOwnerVaults, prepareDataFolder } from '../../src/vault/index.ts';

export const BENCH_SECRET = 'bench_4TzB8nWc3YpHs6Jd1GkUaE9fQ2mX7vLr';

/** A data folder with one vault, one item bound to `origin`, and one agent; answers the agent's token. */
export async function prepareHome(
  origin: string,
  can: 'use' | 'read' = 'use',
): Promise<{ readonly home: string; readonly token: string }> {
  const home = await mkdtemp(join(tmpdir(), 'keyward-bench-'));
  await prepareDataFolder(home);
  await ready();
  const storage = await openStorage({ folder: home, logger: silentLogger });
  const ownerKey = await openOwnerKeySource({ folder: home, keychain: 'off', random: systemRandom }).create();
  const parts = { clock: systemClock, random: systemRandom };
  const owner = await openOwnerVaults({ store: storage.vaults, ownerKey, ...parts });
  const vault = await owner.createVault('bench');
  const binding = buildBinding({ urls: [origin], auth: { scheme: 'bearer' } });
  await owner.createItem(vault.id, {
    title: 'api',
    binding: JSON.parse(JSON.stringify(binding)),
    fields: [{ id: 'credential', type: 'concealed', value: SecretValue.fromText(BENCH_SECRET) }],
  });
  const draft = { name: 'bench', vaultIds: [vault.id], can, expiresInMs: 86_400_000 };
  const { token } = await createAgent({ store: storage.identity, owner, ...parts }, draft);
  await storage.close();
  return { home, token };
}
