// Child process of the vault tests: initialises a data folder, makes a vault of its own, and prints the
// owner's public key. Arguments: folder, name of the vault.
import { once } from 'node:events';
import { silentLogger, systemClock, systemRandom } from '../../../src/core/index.ts';
import { ready } from '../../../src/crypto/index.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { openOwnerKeySource, openOwnerVaults, prepareDataFolder } from '../../../src/vault/index.ts';

const [folder = '', name = ''] = process.argv.slice(2);

await ready();
// All begin at the same moment: when the parent closes their standard input.
process.stdin.resume();
await once(process.stdin, 'end');
await prepareDataFolder(folder);
const storage = await openStorage({ folder, logger: silentLogger, busyTimeoutMs: 60_000 });
const ownerKey = await openOwnerKeySource({ folder, keychain: 'off', random: systemRandom }).create();
const owner = await openOwnerVaults({ store: storage.vaults, ownerKey, clock: systemClock, random: systemRandom });
await owner.createVault(name);
await storage.close();
process.stdout.write(Buffer.from(owner.publicKey).toString('hex'));
