// Child process of the audit tests: makes calls as a server does, and dies where it is told to. Arguments: folder, name, number
// of calls made at once, number of rounds, and the point and call at which it kills itself.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuditTrail, createCheckpointer, openAuditKey } from '../../../src/audit/index.ts';
import { silentLogger, systemClock, systemRandom } from '../../../src/core/index.ts';
import { openStorage } from '../../../src/storage/index.ts';

const [folder = '', name = '', atOnce = '1', rounds = '1', point = 'never', victim = ''] = process.argv.slice(2);
const session = { principal: { kind: 'server' }, transport: 'stdio', connection_id: name } as const;

const storage = await openStorage({ folder, logger: silentLogger, busyTimeoutMs: 60_000 });
const deps = { store: storage.audit, clock: systemClock, random: systemRandom, logger: silentLogger };
const trail = createAuditTrail(deps);
await trail.recoverOpenIntents();
const key = await openAuditKey({ folder, random: systemRandom });
const checkpointer = createCheckpointer({ ...deps, trail, key, session, everyRecords: 20 });

for (let round = 0; round < Number(rounds); round += 1) {
  const calls = Array.from({ length: Number(atOnce) }, (_, index) => makeCall(`${name}-${round}-${index}`));
  await Promise.all(calls);
  await checkpointer.tick();
}
await trail.close();
await storage.close();

async function makeCall(callId: string): Promise<void> {
  dieAt('before intent', callId);
  await trail.record({ type: 'call.intent', call_id: callId, session });
  dieAt('after intent', callId);
  // The effect that cannot be taken back: the request is on the wire.
  appendFileSync(join(folder, 'sent'), `${callId}\n`);
  dieAt('after send', callId);
  await new Promise((next) => setImmediate(next));
  dieAt('before outcome', callId);
  const recorded = trail.record({ type: 'call.outcome', call_id: callId, session, outcome: { result: 'ok' } });
  dieAt('during outcome', callId);
  await recorded;
  appendFileSync(join(folder, 'answered'), `${callId}\n`);
}

function dieAt(here: string, callId: string): void {
  if (here === point && callId.endsWith(victim)) process.kill(process.pid, 'SIGKILL');
}
