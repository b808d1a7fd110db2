import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleScript } from '../../scripts/bundle-script.mjs';
import { silentLogger, systemClock, systemRandom } from '../../src/core/index.ts';
import { ready } from '../../src/crypto/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { openOwnerKeySource, openOwnerVaults } from '../../src/vault/index.ts';
import { makeFolder } from '../support/vault-kit.ts';

let script: string;

beforeAll(async () => {
  await ready();
  script = await bundleScript(join(import.meta.dirname, 'children/initialise.ts'));
});

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('a data folder', () => {
  it('has one owner and loses no vault when many processes initialise it at the same moment', async () => {
    const folder = join(await makeFolder(), 'keyward');
    const children = NAMES.map((name) =>
      spawn(process.execPath, [script, folder, name], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    const outputs = children.map(({ stdout }) => text(stdout));
    for (const { stdin } of children) stdin.end();
    const publicKeys = new Set(await Promise.all(outputs));
    expect([...publicKeys]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);

    const ownerKey = await openOwnerKeySource({ folder, keychain: 'off', random: systemRandom }).load();
    const storage = await openStorage({ folder, logger: silentLogger });
    const deps = {
      store: storage.vaults,
      ownerKey: ownerKey ?? new Uint8Array(),
      clock: systemClock,
      random: systemRandom,
    };
    const owner = await openOwnerVaults(deps);
    expect((await owner.listVaults()).map(({ name }) => name)).toEqual(expect.arrayContaining(NAMES));
    await storage.close();
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
