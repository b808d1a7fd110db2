import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

async function openJourney() {
  const keyward = await startKeyward();
  const upstream = await startHttpPeer();
  const flags = ['--url', upstream.origin, '--auth', 'bearer', '--allow', 'read-write /**', '--approval', 'writes'];
  const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
  // A test waits for no person.
  await writeFile(join(keyward.home, 'config.json'), JSON.stringify({ approvals: { wait_seconds: 0 } }), {
    mode: 0o600,
  });
  const session = await keyward.connect({ token });
  const refund = { item: 'api', method: 'POST', url: `${upstream.origin}/v1/refunds`, body: { json: { amount: 12 } } };
  return {
    keyward,
    upstream,
    refund,
    call: async (args: object = refund) => session.call('http_request', { ...args }),
  };
}

const idOf = ({ content }: { readonly content: Readonly<Record<string, unknown>> }) => String(content['approval_id']);

it('a write waits for the owner, who sees it whole and says yes at the command line, for one use', async () => {
  const { keyward, upstream, refund, call } = await openJourney();
  const first = await call({ ...refund, reason: 'the customer asked' });
  expect(first).toMatchObject({
    isError: false,
    content: { code: 'APPROVAL_PENDING', sent: 'no', approval_state: 'pending' },
  });
  expect(await keyward.json(['approvals', 'list'])).toMatchObject([
    { id: idOf(first), state: 'pending', agent: 'claude-desktop', claim: 'the customer asked', tier: 'confirm' },
  ]);
  expect((await keyward.cli(['approvals', 'list'])).stdout).toContain('"amount": 12');
  expect(await keyward.json(['approve', idOf(first)])).toMatchObject({ id: idOf(first), state: 'approved' });

  expect((await call()).content).toMatchObject({ status: 200 });
  expect(upstream.seen).toHaveLength(1);
  const second = await call();
  expect(second.content).toMatchObject({ code: 'APPROVAL_PENDING' });
  expect(idOf(second)).not.toBe(idOf(first));

  const records = JSON.stringify(await keyward.json(['audit', 'list', '--limit', '100']));
  for (const type of ['approval.requested', 'approval.approved', 'approval.consumed']) expect(records).toContain(type);
  expect(records).not.toContain(CANARY);
  expect(await keyward.json(['audit', 'verify'])).toMatchObject({ kind: 'intact' });
});

it('a no is told to the agent, and a yes to one body is none to another, nor after an edit of the binding', async () => {
  const { keyward, upstream, refund, call } = await openJourney();
  const first = await call();
  await keyward.json(['approve', idOf(first)]);
  const other = await call({ ...refund, body: { json: { amount: 9_999 } } });
  expect(other.content).toMatchObject({ code: 'APPROVAL_PENDING' });
  expect(idOf(other)).not.toBe(idOf(first));

  await keyward.json(['item', 'edit', 'ai-agents/api', '--rate', '5/min']);
  const edited = await call();
  expect(edited.content).toMatchObject({ code: 'APPROVAL_PENDING' });
  expect(idOf(edited)).not.toBe(idOf(first));

  await keyward.json(['deny', idOf(edited), '--reason', 'not today']);
  expect(await call()).toMatchObject({ isError: true, content: { code: 'APPROVAL_DENIED' } });
  expect(upstream.seen).toEqual([]);
  const late = await keyward.cli(['approve', idOf(edited), '--json']);
  expect(JSON.parse(late.stderr || late.stdout)).toMatchObject({ error: { code: 'APPROVAL_ANSWERED' } });
});
