// Child process of the approval tests: uses one approval, several times at once, and sends to an upstream that counts.
// Arguments: folder, approval id, upstream URL, how many at once, and optionally a word that stops it between use and send.
import { once } from 'node:events';
import { request } from 'node:http';
import { createApprovals } from '../../../src/approval/index.ts';
import { silentLogger, systemRandom } from '../../../src/core/index.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { nextRow } from '../../support/audit-rows.ts';
import { act, OWNER, START } from '../../support/approval-facts.ts';

const [folder = '', id = '', upstream = '', count = '1', stop = ''] = process.argv.slice(2);

const storage = await openStorage({ folder, logger: silentLogger, busyTimeoutMs: 60_000 });
const approvals = createApprovals({
  store: storage.approvals,
  clock: { now: () => START, monotonicMs: () => START },
  random: systemRandom,
  logger: silentLogger,
  channels: [],
  policy: { approvers: async () => [OWNER] },
});

// All children use it at the same moment: when the parent closes their standard input.
process.stdout.write('ready\n');
process.stdin.resume();
await once(process.stdin, 'end');
await Promise.all(Array.from({ length: Number(count) }, (_, index) => useOnce(`${process.pid}-${index}`)));
await storage.close();

async function useOnce(callId: string): Promise<void> {
  const spent = await approvals.spend({
    permit: { kind: 'approval', id },
    act: act(),
    callId,
    record: (append) => append((head) => [nextRow(head, { type: 'call.intent', callId })]),
  });
  if (spent.kind !== 'spent') return;
  process.stdout.write('spent\n');
  if (stop === 'stop') await new Promise<never>(() => setInterval(() => undefined, 60_000));
  const sending = request(upstream, { method: 'POST' });
  sending.end();
  const [answer] = await once(sending, 'response');
  answer.resume();
  await once(answer, 'end');
}
