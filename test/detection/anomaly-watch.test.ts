import { describe, expect, it } from 'vitest';
import {
  acknowledgeAlert,
  createAnomalyWatch,
  openAlerts,
  type AnomalyWatch,
  type AnomalyWatchDeps,
  type Restriction,
} from '../../src/detection/index.ts';
import { createLease } from '../../src/audit/index.ts';
import { KeywardError, systemRandom } from '../../src/core/index.ts';
import { fixture, intent, outcome, SESSION, type Fixture } from '../audit/trail-fixture.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AGENT = { id: 'a1', name: 'desktop' };
const HONEY = { id: 'honey', title: 'aws root', honey: true };

function watch(made: Fixture, more: Partial<AnomalyWatchDeps> = {}): AnomalyWatch {
  const { store, trail, clock } = made;
  const random = systemRandom;
  const lease = createLease({ store, name: 'watch', clock, random });
  return createAnomalyWatch({
    store,
    trail,
    clock,
    random,
    session: SESSION,
    lease,
    restrict: async () => true,
    ...more,
  });
}

const touch = (made: Fixture) => made.trail.record(intent('call', { agent: AGENT, item: HONEY }));
const typesOf = (made: Fixture) => made.store.rows.map(({ type }) => type);

describe('the watch', () => {
  it('does what the rule says before it records the anomaly, and does not repeat it', async () => {
    const made = fixture();
    const restrictions: (Restriction & { readonly after: number })[] = [];
    const watching = watch(made, {
      restrict: async ({ agentId, response }) => {
        restrictions.push({ agentId, response, after: made.store.rows.length });
        return true;
      },
    });
    expect(await watching.tick()).toEqual([]);
    await touch(made);
    expect(await watching.tick()).toMatchObject([{ rule: 'honey', response: 'suspend', agentId: 'a1', seq: 1 }]);
    expect(restrictions).toEqual([{ agentId: 'a1', response: 'suspend', after: 2 }]);
    expect(typesOf(made)).toEqual(['call.intent', 'change.intent', 'agent.suspended', 'anomaly.raised']);
    expect(new Set(made.store.rows.slice(1).map(({ callId }) => callId)).size).toBe(1);
    await touch(made);
    expect(await watching.tick()).toEqual([]);
  });

  it('raises the next time what could not be done or recorded', async () => {
    const made = fixture();
    let isBroken = true;
    const watching = watch(made, {
      restrict: async () => {
        if (isBroken) throw new KeywardError('STORAGE_UNAVAILABLE', 'the disk is full');
        return true;
      },
    });
    await touch(made);
    await expect(watching.tick()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    isBroken = false;
    made.store.fail(true);
    await expect(watching.tick()).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE' });
    made.store.fail(false);
    expect(await watching.tick()).toMatchObject([{ rule: 'honey' }]);
  });

  it('raises an anomaly once, however many servers watch the same trail', async () => {
    const made = fixture();
    const watches = [watch(made), watch(made), watch(made)];
    await touch(made);
    const raised = await Promise.all(watches.map((one) => one.tick()));
    expect(raised.flat()).toHaveLength(1);
    made.clock.advance(61_000);
    for (const one of watches) expect(await one.tick()).toEqual([]);
  });

  it('raises after a start what happened while no process watched, unless it is long ago', async () => {
    const made = fixture();
    await touch(made);
    made.clock.advance(25 * HOUR_MS);
    expect(await watch(made).tick()).toEqual([]);
  });

  it('reads a long history a part at a time', async () => {
    const made = fixture();
    await Promise.all(Array.from({ length: 6_000 }, (_, index) => made.trail.record(intent(`call${index}`))));
    await touch(made);
    const watching = watch(made);
    expect(await watching.tick()).toEqual([]);
    expect((await watching.tick()).map(({ rule }) => rule)).toEqual(['honey']);
  });

  it('notes in the trail what an agent does for the first time, which is no alert', async () => {
    const made = fixture();
    for (let day = 0; day < 4; day += 1) {
      await made.trail.record(intent(`call${day}`, { agent: AGENT }));
      made.clock.advance(DAY_MS);
    }
    await made.trail.record(intent('new', { agent: AGENT, item: { id: 'i2', title: 'jira' } }));
    expect(await watch(made).tick()).toEqual([]);
    expect(typesOf(made).slice(-1)).toEqual(['usage.noted']);
    expect(made.store.rows.at(-1)?.record).toContain('first_item');
    expect(await openAlerts(made.store)).toEqual([]);
    expect(await watch(made).tick()).toEqual([]);
    expect(typesOf(made).filter((type) => type === 'usage.noted')).toHaveLength(1);
  });

  it('knows of idleness that began before the two weeks it reads', async () => {
    const made = fixture();
    await made.trail.record(intent('old', { agent: AGENT }));
    made.clock.advance(40 * DAY_MS);
    await made.trail.record(intent('new', { agent: AGENT }));
    expect(await watch(made).tick()).toMatchObject([
      { rule: 'idle', sentence: 'agent "desktop" was used again after 40 days' },
    ]);
  });
});

describe('an alert', () => {
  it('is open until it is acknowledged, once', async () => {
    const made = fixture();
    await touch(made);
    await watch(made).tick();
    const [alert] = await openAlerts(made.store);
    const id = made.store.rows.at(-1)?.callId ?? '';
    expect(alert).toMatchObject({ type: 'anomaly.raised', detail: { rule: 'honey' } });
    const acknowledging = { store: made.store, trail: made.trail, session: SESSION };
    await acknowledgeAlert(acknowledging, id);
    expect(await openAlerts(made.store)).toEqual([]);
    await expect(acknowledgeAlert(acknowledging, id)).rejects.toMatchObject({ code: 'AUDIT_NOT_FOUND' });
  });

  it('quotes what others say, so that none can forge a sentence of ours', async () => {
    const made = fixture();
    const title = `x" was fine. \u001b[2J\u202eagent "root" did it\nall ${'y'.repeat(200)}`;
    await made.trail.record(
      outcome('c', { agent: AGENT, item: { id: 'i', title }, outcome: { result: 'ok', redacted: true } }),
    );
    const [alert] = await watch(made).tick();
    expect(alert?.sentence).toMatch(
      /^agent "desktop" got an answer in which the secret of "x' was fine\. [^"]+…" had to be taken out$/,
    );
    expect(alert?.sentence).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(alert?.sentence).toContain("\\u{1b}[2J\\u{202e}agent 'root'");
  });
});
