import { describe, expect, it } from 'vitest';
import {
  type Alert,
  type AnomalyWatch,
  type AnomalyWatchDeps,
  acknowledgeAlert,
  agentStanding,
  createAnomalyWatch,
  openAlerts,
} from '../../../src/audit/index.ts';
import { silentLogger, systemRandom } from '../../../src/core/index.ts';
import { fixture, intent, SESSION, type Fixture } from '../trail-fixture.ts';

const HOUR_MS = 3_600_000;
const AGENT = { id: 'a1', name: 'desktop' };
const HONEY = { id: 'honey', title: 'aws root' };

function watch(made: Fixture, more: Partial<AnomalyWatchDeps> = {}): AnomalyWatch {
  const { store, trail, clock } = made;
  return createAnomalyWatch({
    store,
    trail,
    clock,
    random: systemRandom,
    logger: silentLogger,
    session: SESSION,
    honeyItems: new Set([HONEY.id]),
    ...more,
  });
}

const touch = (made: Fixture) => made.trail.record(intent('call', { agent: AGENT, item: HONEY }));

describe('the watch', () => {
  it('records what is unusual with its response, tells somebody, and does not repeat it', async () => {
    const made = fixture();
    const told: Alert[] = [];
    const watching = watch(made, { notify: async (alert) => void told.push(alert) });
    expect(await watching.tick()).toEqual([]);
    await touch(made);
    const alerts = await watching.tick();
    expect(alerts).toMatchObject([{ rule: 'honey', response: 'suspend', agentId: 'a1', seq: 1 }]);
    expect(told).toEqual(alerts);
    expect(made.store.rows.map(({ type }) => type)).toEqual(['call.intent', 'anomaly.raised', 'agent.suspended']);
    await touch(made);
    expect(await watching.tick()).toEqual([]);
  });

  it('raises after a start what happened while nobody watched, unless it is long ago or was raised already', async () => {
    const made = fixture();
    await touch(made);
    expect(await watch(made).tick()).toHaveLength(1);
    expect(await watch(made).tick()).toEqual([]);
    const other = fixture();
    await touch(other);
    other.clock.advance(25 * HOUR_MS);
    expect(await watch(other).tick()).toEqual([]);
  });

  it('reads a long history a part at a time', async () => {
    const made = fixture();
    await Promise.all(Array.from({ length: 6_000 }, (_, index) => made.trail.record(intent(`call${index}`))));
    await touch(made);
    const watching = watch(made);
    expect(await watching.tick()).toEqual([]);
    expect((await watching.tick()).map(({ rule }) => rule)).toEqual(['first_item', 'honey']);
  });

  it('goes on when nobody can be told', async () => {
    const made = fixture();
    await touch(made);
    const watching = watch(made, { notify: async () => Promise.reject(new Error('down')) });
    expect(await watching.tick()).toHaveLength(1);
  });
});

describe('an agent', () => {
  it('stays suspended until the owner resumes it or makes a new token', async () => {
    for (const type of ['agent.resumed', 'agent.rotated'] as const) {
      const made = fixture();
      const standing = () => agentStanding(made.store, AGENT.id, made.clock.now());
      expect(await standing()).toEqual({ kind: 'normal' });
      await touch(made);
      await watch(made).tick();
      made.clock.advance(100 * HOUR_MS);
      expect(await standing()).toMatchObject({
        kind: 'suspended',
        sentence: 'agent desktop touched aws root, which nobody should touch',
      });
      await made.trail.record({ type, session: {}, agent: AGENT });
      expect(await standing()).toEqual({ kind: 'normal' });
    }
  });

  it('is throttled for an hour', async () => {
    const made = fixture();
    await touch(made);
    await watch(made, { responses: { honey: 'throttle' } }).tick();
    expect(await agentStanding(made.store, AGENT.id, made.clock.now())).toMatchObject({ kind: 'throttled' });
    made.clock.advance(HOUR_MS);
    expect(await agentStanding(made.store, AGENT.id, made.clock.now())).toEqual({ kind: 'normal' });
  });
});

describe('an alert', () => {
  it('is open until somebody acknowledges it, once', async () => {
    const made = fixture();
    await touch(made);
    const [alert] = await watch(made).tick();
    const id = alert?.id ?? '';
    expect(await openAlerts(made.store)).toMatchObject([{ call_id: id }]);
    await acknowledgeAlert({ ...made, session: SESSION }, id);
    expect(await openAlerts(made.store)).toEqual([]);
    await expect(acknowledgeAlert({ ...made, session: SESSION }, id)).rejects.toMatchObject({
      code: 'AUDIT_NOT_FOUND',
    });
  });
});
