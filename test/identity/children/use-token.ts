// Child process of the identity tests: a program that goes on running with an agent's token. For each line on its standard
// input it opens the item so many times at once and prints, as JSON, how often it was let.
// Arguments: folder, token, title of the item, how many times.
import { createInterface } from 'node:readline';
import { isKeywardError, silentLogger, systemClock } from '../../../src/core/index.ts';
import { ready } from '../../../src/crypto/index.ts';
import { identifyByToken } from '../../../src/identity/index.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { openGrantedVaults } from '../../../src/vault/index.ts';

const [folder = '', token = '', title = '', callers = ''] = process.argv.slice(2);

await ready();
const storage = await openStorage({ folder, logger: silentLogger, busyTimeoutMs: 60_000 });
let current = await identifyByToken({ store: storage.identity, clock: systemClock }, token);

async function open(): Promise<string> {
  try {
    if (current.kind === 'agent') current = await current.recheck();
    if (current.kind === 'refused') return current.because;
    const { ownerPublicKey, vaultKeys } = current;
    const vaults = openGrantedVaults({ store: storage.vaults, ownerPublicKey, keys: vaultKeys });
    const found = await vaults.find(title);
    if (found.kind === 'found') await vaults.openFields(found.overview);
    return found.kind;
  } catch (error) {
    return isKeywardError(error) ? error.code : 'unexpected';
  }
}

process.stdout.write('ready\n');
createInterface(process.stdin)
  .on('line', () => void callAll())
  .on('close', () => void storage.close());

async function callAll(): Promise<void> {
  const answers = await Promise.all(Array.from({ length: Number(callers) }, open));
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(counts))}\n`);
}
