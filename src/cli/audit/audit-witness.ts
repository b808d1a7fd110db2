import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  createWitness,
  formatVerifierKey,
  makeVerifierKey,
  openAuditKey,
  parseVerifierKey,
  witnessFolder,
} from '../../audit/index.ts';
import type { Config } from '../../config/index.ts';
import { systemClock, systemRandom } from '../../core/index.ts';
import { ready } from '../../crypto/index.ts';
import { prepareDataFolder } from '../../vault/index.ts';
import { defineCommand } from '../define-command.ts';
import { createLogger } from '../logger.ts';
import { printAnswer } from '../terminal/output.ts';
import { startWitnessServer } from './witness-server.ts';

const DEFAULT_PORT = 8414;

export const auditWitness = defineCommand({
  about: [
    'Be a witness for trails on other machines (C2SP tlog-witness): co-sign their checkpoints, each only when it continues the',
    'last one that was co-signed. A person who then takes back or rewrites a trail cannot show that it was witnessed. A witness',
    'never sees a record. It has a key and a memory of its own, in `witness/` in the data folder: run it where no person who',
    'can write the trail can reach it. Prints its address and key when it is ready, and runs until it is stopped.',
    '',
    'The trail names it in its `audit.checkpoints.witnesses`; `audit verify --witness KEY` demands its signature.',
  ].join('\n'),
  options: [
    {
      flags: '--log <key>',
      description: 'key of a trail to witness, as its `audit checkpoint` prints it',
      repeatable: true,
    },
    { flags: '--name <name>', description: 'name it signs under; host name and `/keyward-witness` when left out' },
    { flags: '--host <address>', description: 'address to listen on; 127.0.0.1 when left out' },
    { flags: '--port <port>', description: `${DEFAULT_PORT} when left out; 0 picks one` },
  ],
  examples: [
    'keyward audit witness --log keyward-audit/…',
    'keyward audit witness --log … --host 10.0.0.7 --name acme/w1',
  ],
  input: z.object({
    log: z.array(z.string().min(1), 'say which trail: --log KEY').min(1, 'say which trail: --log KEY'),
    name: z
      .string()
      .regex(/^[^\s+]{1,128}$/u, 'expected a name without spaces and +')
      .default(`${hostname()}/keyward-witness`),
    host: z.string().min(1).default('127.0.0.1'),
    port: z.coerce.number('expected a port').int().min(0).max(65_535).default(DEFAULT_PORT),
  }),
  async run({ log, name, host, port }, context) {
    const { config, json, streams, signals } = context;
    await ready();
    const logs = log.map(parseVerifierKey);
    const folder = await witnessHome(config);
    const signer = await openAuditKey({ folder, random: systemRandom });
    const memory = witnessFolder(folder);
    const witness = createWitness({ identity: { name, signer }, logs, memory, clock: systemClock });
    const server = await startWitnessServer({ witness, host, port, logger: createLogger(context) });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) signals.once(signal, () => void server.close());
    const key = formatVerifierKey(makeVerifierKey(name, 'witness', signer.publicKey));
    printAnswer({ json: { url: server.url, key }, text: [`url: ${server.url}`, `key: ${key}`] }, json, streams);
    await server.ended;
    return undefined;
  },
});

async function witnessHome(config: Config): Promise<string> {
  await prepareDataFolder(config.home);
  const folder = join(config.home, 'witness');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}
