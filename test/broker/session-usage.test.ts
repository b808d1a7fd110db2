import { describe, expect, it } from 'vitest';
import { createSessionUsage } from '../../src/broker/session-usage.ts';
import { KeywardError } from '../../src/core/index.ts';
import { openAgentKit, SESSION } from '../support/agent-kit.ts';

const OUTCOME = { type: 'call.outcome', outcome: { result: 'ok' } } as const;

const UNKNOWN = { principal: { kind: 'unknown' } } as const;

describe('what sessions use', () => {
  it('is counted for each agent and connection apart', async () => {
    const kit = await openAgentKit();
    const { trail, of } = createSessionUsage(kit);
    for (const [connection_id, id] of [
      ['c1', 'a1'],
      ['c1', 'a1'],
      ['c1', 'a2'],
      ['c2', 'a1'],
    ] as const)
      await trail.record({ ...OUTCOME, session: { ...UNKNOWN, ...SESSION, connection_id }, agent: { id } });

    expect(of({ connectionId: 'c1', agentId: 'a1' })?.answered).toBe(2);
    expect(of({ connectionId: 'c1', agentId: 'a2' })?.answered).toBe(1);
    expect(of({ connectionId: 'c2', agentId: 'a2' })).toBeUndefined();
  });

  it('is not counted when it could not be recorded', async () => {
    const kit = await openAgentKit();
    const broken = async (): Promise<never> => {
      throw new KeywardError('AUDIT_UNWRITABLE', 'the disk is full');
    };
    const { trail, of } = createSessionUsage({ ...kit, trail: { ...kit.trail, record: broken } });
    await expect(trail.record({ ...OUTCOME, session: { ...UNKNOWN, ...SESSION }, agent: { id: 'a' } })).rejects.toThrow(
      'the disk is full',
    );

    expect(of({ connectionId: SESSION.connection_id, agentId: 'a' })).toBeUndefined();
  });

  it('is forgotten of the session unused for longest, when there are very many', async () => {
    const kit = await openAgentKit();
    const record = async (): Promise<{ seq: number; hash: string }> => ({ seq: 1, hash: '' });
    const { trail, of } = createSessionUsage({ ...kit, trail: { ...kit.trail, record } });
    const use = async (index: number): Promise<unknown> =>
      trail.record({
        ...OUTCOME,
        session: { ...UNKNOWN, ...SESSION, connection_id: String(index) },
        agent: { id: 'a' },
      });
    for (let index = 0; index < 1_024; index += 1) await use(index);
    await use(0);
    await use(1_024);

    expect(of({ connectionId: '0', agentId: 'a' })?.answered).toBe(2);
    expect(of({ connectionId: '1', agentId: 'a' })).toBeUndefined();
  });
});
