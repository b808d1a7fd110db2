import { describe, expect, it } from 'vitest';
import { approvalRequest, digestOf, readShown, type Use } from '../../src/approval/index.ts';
import { canonicalJson, sha256Hex } from '../../src/core/index.ts';
import { nextRow } from '../support/audit-rows.ts';
import { act, OWNER, question, SECOND } from '../support/approval-facts.ts';
import { idOf, openBench, permitOf } from '../support/approval-kit.ts';

const HOUR = 3_600_000;

describe('the digest of a request', () => {
  it('is the SHA-256 of its canonical terms, and is made again from the bytes about to be sent', async () => {
    const { approvals, storage } = await openBench();
    const row = await storage.approvals.get(idOf(await approvals.ask(question())));
    const terms: { nonce: string; not_before: number } = JSON.parse(row?.terms ?? '');
    expect(row?.terms).toBe(canonicalJson(JSON.parse(row?.terms ?? '')));
    expect(row?.digest).toBe(sha256Hex(row?.terms ?? ''));
    if (row === undefined) return;
    const again = { ...row, nonce: terms.nonce, notBefore: terms.not_before };
    expect(digestOf(again, approvalRequest(act()))).toBe(row.digest);
    expect(readShown(row)?.digest).toBe(row.digest);
  });

  it('names every part of the request, and has a nonce of its own each time', async () => {
    const { approvals, storage, pass } = await openBench();
    const first = await storage.approvals.get(idOf(await approvals.ask(question())));
    expect(JSON.parse(first?.terms ?? '')).toMatchObject({
      max_uses: 1,
      request: {
        agent: 'agent-1',
        token: 'token of agent-1',
        item: 'stripe',
        item_version: 3,
        binding_version: 'b1',
        rule: 'POST /v1/**',
        placements: ['header:authorization'],
        method: 'POST',
        url: 'https://api.stripe.com/v1/refunds',
        headers: [['content-type', 'application/json']],
        body: { bytes: 15, sha256: sha256Hex('{"amount":1200}') },
      },
    });
    pass(HOUR);
    await approvals.ask(question());
    const second = await storage.approvals.get(idOf(await approvals.ask(question())));
    expect(second?.digest).not.toBe(first?.digest);
  });
});

describe('a yes', () => {
  const asked = act();
  it.each([
    ['body', act({ body: '{"amount":1201}' })],
    ['method', act({ method: 'PUT' })],
    ['address', act({ url: 'https://api.stripe.com/v1/payouts' })],
    ['item', act({ itemVersion: 4 })],
    ['agent', act({ agentId: 'agent-2' })],
    ['headers', { ...asked, wire: { ...asked.wire, headers: [['x-mode', 'live']] as const } }],
    ['binding', { ...asked, subject: { ...asked.subject, bindingVersion: 'b2' } }],
    ['rule', { ...asked, subject: { ...asked.subject, rule: 'other' } }],
    ['placements', { ...asked, subject: { ...asked.subject, placements: ['query:key'] } }],
    ['grant', { ...asked, asker: { ...asked.asker, grantVersion: '2' } }],
    ['token', { ...asked, asker: { ...asked.asker, tokenId: 'other' } }],
  ])('is not used for a request with another %s', async (_part, sent) => {
    const { approvals, answered } = await openBench();
    const permit = permitOf(await answered(true));
    const answer = await approvals.spend({ permit, act: sent, callId: 'c' });
    expect(answer).toEqual({ kind: 'refused', code: 'APPROVAL_VOID', reason: 'request_changed' });
    expect(await approvals.spend({ permit, act: asked, callId: 'c' })).toMatchObject({ kind: 'spent' });
  });

  it('ends when the same request is asked under another version of the item', async () => {
    const { approvals, answered } = await openBench();
    const permit = permitOf(await answered(true));
    const edited = await approvals.ask(question({ act: act({ itemVersion: 4 }) }));
    expect(edited).toMatchObject({ kind: 'pending' });
    expect(await approvals.spend({ permit, act: act(), callId: 'c' })).toMatchObject({ reason: 'void' });
    expect(await approvals.status(permit.id, 'agent-1')).toMatchObject({ code: 'APPROVAL_VOID' });
  });

  it.each([
    ['item', { itemId: 'stripe' }],
    ['agent or one of its grants', { agentId: 'agent-1' }],
    ['token', { tokenId: 'token of agent-1' }],
    ['approver', { approverId: OWNER.id }],
  ])('ends at once when it is told that the %s changed', async (_what, reason) => {
    const { approvals, answered, clock, storage } = await openBench();
    const permit = permitOf(await answered(true));
    expect(await storage.approvals.voidAll(reason, clock.now())).toBe(1);
    expect(await approvals.spend({ permit, act: act(), callId: 'c' })).toMatchObject({ reason: 'void' });
    expect(await approvals.ask(question())).toMatchObject({ kind: 'void', code: 'APPROVAL_VOID' });
    expect(await approvals.ask(question())).toMatchObject({ kind: 'pending' });
  });

  it.each([
    ['is no approver any more', []],
    ['only looks on now', [{ ...OWNER, role: 'viewer' as const }]],
    ['has other passkeys now', [{ ...OWNER, version: '2' }]],
  ])('of a person who %s is void', async (_case, later) => {
    let people = [OWNER, SECOND];
    const { approvals, answered } = await openBench({ policy: { approvers: async () => people } });
    const permit = permitOf(await answered(true));
    people = later;
    const answer = await approvals.spend({ permit, act: act(), callId: 'c' });
    expect(answer).toEqual({ kind: 'refused', code: 'APPROVAL_VOID', reason: 'approver_changed' });
    people = [OWNER];
    expect(await approvals.spend({ permit, act: act(), callId: 'c' })).toMatchObject({ reason: 'void' });
  });

  it('is gone when the clock is put back after it ran out, and before', async () => {
    const { approvals, answered, pass } = await openBench();
    const permit = permitOf(await answered(true));
    pass(HOUR);
    await approvals.ask(question({ act: act({ body: '1' }) }));
    pass(-HOUR);
    expect(await approvals.spend({ permit, act: act(), callId: 'c' })).toMatchObject({ code: 'APPROVAL_EXPIRED' });

    const again = permitOf(await answered(true, question({ act: act({ body: '2' }) })));
    pass(-10_000);
    const use = { permit: again, act: act({ body: '2' }), callId: 'c' };
    expect(await approvals.spend(use)).toMatchObject({ code: 'APPROVAL_EXPIRED' });
  });

  it('does not mind a small correction of the clock', async () => {
    const { approvals, answered, pass } = await openBench();
    const permit = permitOf(await answered(true));
    pass(-2_000);
    expect(await approvals.spend({ permit, act: act(), callId: 'c' })).toMatchObject({ kind: 'spent' });
  });

  it('is used and recorded in one transaction: both, or neither', async () => {
    const { approvals, answered, storage } = await openBench();
    const use = { permit: permitOf(await answered(true)), act: act(), callId: 'c' };
    const failing = approvals.spend({
      ...use,
      record: (append) =>
        append(() => {
          throw new RangeError('cannot be built');
        }),
    });
    await expect(failing).rejects.toThrow('cannot be built');
    expect(await storage.audit.head()).toBeUndefined();
    const record: NonNullable<Use['record']> = (append) =>
      append((head) => [nextRow(head, { type: 'call.intent', callId: 'c' })]);
    expect(await approvals.spend({ ...use, record })).toMatchObject({ kind: 'spent' });
    expect(await storage.audit.findOpenIntents(Number.MAX_SAFE_INTEGER)).toHaveLength(1);
    expect(await approvals.spend({ ...use, record })).toMatchObject({ kind: 'refused' });
    expect(await storage.audit.head()).toMatchObject({ seq: 1 });
  });

  it('leaves the change counter of keyward.db where it is', async () => {
    const { approvals, answered, storage } = await openBench();
    const before = await storage.identity.changes.version();
    await approvals.spend({ permit: permitOf(await answered(true)), act: act(), callId: 'c' });
    expect(await storage.identity.changes.version()).toBe(before);
  });

  it('leaves nothing of the body behind once it was used', async () => {
    const { approvals, answered, storage } = await openBench();
    const permit = permitOf(await answered(true));
    expect((await storage.approvals.get(permit.id))?.shown).toContain('amount');
    await approvals.spend({ permit, act: act(), callId: 'call-7' });
    const row = await storage.approvals.get(permit.id);
    expect(row).toMatchObject({ state: 'spent', shown: undefined, spentBy: 'call-7' });
    expect(JSON.stringify(row)).not.toContain('amount');
  });
});
