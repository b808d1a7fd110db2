import { afterAll, describe, expect, it } from 'vitest';
import { createLease, type AuditEvent } from '../../src/audit/index.ts';
import { systemRandom } from '../../src/core/index.ts';
import { createAnomalyWatch, openAlerts, type AnomalyWatch, type Restriction } from '../../src/detection/index.ts';
import { fixture, handClock, SESSION, type Fixture } from '../audit/trail-fixture.ts';
import { createMemoryStore } from '../audit/memory-store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAYS = 14;
const MONDAY_MS = Date.UTC(2026, 10, 23);

/** What an agent does on a day: how many calls in which hours, over which services. */
interface Habit {
  readonly name: string;
  readonly services: number;
  readonly from: number;
  readonly to: number;
  readonly callsAnHour: number;
  /** Days of the week on which it works, Monday is 0. Default: Monday to Friday. */
  readonly days?: readonly number[];
  readonly roams?: true;
}

const WORKDAYS = [0, 1, 2, 3, 4];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

const OFFICE: readonly Habit[] = [
  ...Array.from({ length: 8 }, (_, index) => ({
    name: `developer${index}`,
    services: 3 + index,
    from: 8 + (index % 3),
    to: 17 + (index % 3),
    callsAnHour: 4 + index,
  })),
  { name: 'ten-services-at-once', services: 10, from: 9, to: 17, callsAnHour: 14 },
  { name: 'traveller', services: 4, from: 7, to: 20, callsAnHour: 4, roams: true },
  ...Array.from({ length: 3 }, (_, index) => ({
    name: `ci${index}`,
    services: 2,
    from: 0,
    to: 24,
    callsAnHour: 5,
    days: EVERY_DAY,
  })),
  { name: 'nightly-sync', services: 14, from: 2, to: 3, callsAnHour: 120, days: EVERY_DAY },
  { name: 'weekly-report', services: 6, from: 6, to: 7, callsAnHour: 200, days: [0] },
  { name: 'monitor', services: 1, from: 0, to: 24, callsAnHour: 12, days: EVERY_DAY },
  { name: 'support', services: 5, from: 8, to: 18, callsAnHour: 8 },
  { name: 'two-items', services: 2, from: 9, to: 17, callsAnHour: 6 },
  { name: 'rare', services: 3, from: 11, to: 12, callsAnHour: 3, days: [1, 3] },
  { name: 'weekend', services: 4, from: 10, to: 16, callsAnHour: 6, days: [5, 6] },
];

/** The same numbers with each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Office {
  readonly made: Fixture;
  readonly watch: AnomalyWatch;
  readonly restrictions: Restriction[];
}

function open(): Office {
  const made = fixture(createMemoryStore(), handClock(MONDAY_MS));
  const restrictions: Restriction[] = [];
  const { store, trail, clock } = made;
  const random = systemRandom;
  const lease = createLease({ store, name: 'watch', clock, random });
  const restrict = async (restriction: Restriction): Promise<boolean> => restrictions.push(restriction) > 0;
  return {
    made,
    restrictions,
    watch: createAnomalyWatch({ store, trail, clock, random, session: SESSION, lease, restrict }),
  };
}

interface Doing {
  readonly agent: string;
  readonly service: number | string;
  readonly path?: string;
  readonly client?: string;
  readonly address?: string;
}

function eventOf(type: AuditEvent['type'], { agent, service, path = '/v1/me', client, address }: Doing): AuditEvent {
  const name = client ?? 'claude';
  return {
    type,
    call_id: `${agent}-call`,
    session: {
      transport: 'http',
      principal: { kind: 'agent', id: agent, name: agent },
      client: { name, version: '1', claimed: true },
      remote: { address: address ?? `203.0.113.${agent.length}` },
    },
    agent: { id: agent, name: agent },
    item: { id: `item-${service}`, title: `service ${service}` },
    request: { method: 'GET', origin: `https://service-${service}.test`, path, digest: 'd' },
  };
}

// One working hour of one agent: calls, some of them with mistakes, and now and then a rate or an approval that stops it.
function hourOf(habit: Habit, day: number, random: () => number): AuditEvent[] {
  const count = Math.round(habit.callsAnHour * (0.4 + 1.2 * random()));
  // Every week the office gets a new service, which each takes up within the days after.
  const known = habit.services + Math.floor((day + random() * 3) / 7);
  return Array.from({ length: count }, (_, index) => {
    const service = habit.services > 10 ? index % known : Math.floor(random() * known);
    const network = habit.roams === true ? 1 + (day % 6) : 113;
    const doing = {
      agent: habit.name,
      service,
      path: `/v1/${['things', 'users', 'reports', 'search'][Math.floor(random() * 4)]}/${Math.floor(random() * 90_000)}`,
      address: `203.0.${network}.7`,
    };
    const slip = random();
    if (slip < 0.08) return refused(doing, 'MCP_ARGUMENTS_INVALID');
    if (slip < 0.12) return refused(doing, 'POLICY_REQUEST_INVALID');
    if (slip < 0.14) return refused(doing, 'POLICY_RATE_EXCEEDED');
    if (slip < 0.15) return refused(doing, 'APPROVAL_PENDING');
    if (slip < 0.16) return refused(doing, 'ITEM_NOT_FOUND');
    if (slip < 0.165) return refused(doing, 'POLICY_PATH_NOT_ALLOWED');
    return eventOf('call.intent', doing);
  });
}

function refused(doing: Doing, code: NonNullable<AuditEvent['outcome']>['code']): AuditEvent {
  return { ...eventOf('call.denied', doing), outcome: { result: 'denied', code } };
}

async function live(office: Office): Promise<void> {
  const { made, watch } = office;
  const random = randomFrom(16);
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    const [day, time] = [Math.floor(hour / 24), hour % 24];
    const busy = OFFICE.filter(
      ({ days = WORKDAYS, from, to }) => days.includes(day % 7) && time >= from && time < to,
    ).flatMap((habit) => hourOf(habit, day, random));
    await Promise.all(busy.map((event) => made.trail.record(event)));
    await watch.tick();
    made.clock.advance(HOUR_MS);
  }
}

const rows: string[] = [];

async function attack(office: Office, name: string, calls: readonly AuditEvent[], rule: string): Promise<void> {
  const { made, watch } = office;
  const raised: { rule: string; afterMs: number }[] = [];
  let sinceMs = made.clock.now();
  for (const call of calls) {
    await made.trail.record(call);
    if (raised.length === 0) sinceMs = made.clock.now();
    made.clock.advance(1_000);
    // As a server does: it looks every five seconds.
    if (made.clock.now() % 5_000 === 0)
      raised.push(
        ...(await watch.tick()).map((alert) => ({ rule: alert.rule, afterMs: made.clock.now() - alert.atMs })),
      );
  }
  made.clock.advance(5_000 - ((made.clock.now() - sinceMs) % 5_000));
  raised.push(...(await watch.tick()).map((alert) => ({ rule: alert.rule, afterMs: made.clock.now() - alert.atMs })));
  const found = raised.find((alert) => alert.rule === rule);
  rows.push(`${name.padEnd(34)} ${rule.padEnd(14)} ${found === undefined ? 'not seen' : `${found.afterMs / 1_000} s`}`);
  expect(found).toBeDefined();
  expect(found?.afterMs).toBeLessThanOrEqual(5_000);
}

describe('an office of twenty agents in two weeks', () => {
  afterAll(() => process.stdout.write(`\n${rows.join('\n')}\n`));

  it('is quiet, and each attack on it is told within five seconds', async () => {
    const office = open();
    const { made, restrictions } = office;
    await live(office);
    const alerts = await openAlerts(made.store);
    const agentDays = DAYS * OFFICE.length;
    const notes = made.store.rows.filter(({ type }) => type === 'usage.noted').length;
    rows.push(
      `${made.store.rows.length} records, ${agentDays} agent-days: ${alerts.length} false alerts (${(alerts.length / agentDays).toFixed(3)} a day), ${restrictions.length} throttles, ${notes} notes`,
      ...alerts.map((alert) => `  ${JSON.stringify(alert['detail'])}`),
    );
    expect(OFFICE).toHaveLength(20);
    expect(alerts.length / agentDays).toBeLessThanOrEqual(0.05);
    expect(restrictions).toEqual([]);
    expect(notes).toBeGreaterThan(0);

    made.clock.advance(9 * HOUR_MS);
    const from = (agent: string, services: readonly (number | string)[], more: Partial<Doing> = {}): AuditEvent[] =>
      services.map((service) => eventOf('call.intent', { agent, service, address: '203.0.113.7', ...more }));
    const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `other${index}`);
    await attack(office, 'two items as a habit, suddenly ten', from('two-items', [0, 1, ...many(8)]), 'sweep');
    expect(restrictions).toContainEqual({ agentId: 'two-items', response: 'throttle' });
    await attack(office, 'a sweep of the vault', from('developer5', many(25)), 'sweep');
    await attack(office, 'the same by an agent of a minute', from('fresh', many(25)), 'sweep');
    const stolen = { client: 'curl', address: '198.51.100.4' };
    await attack(office, 'a stolen token, another network', from('support', [0], stolen), 'first_network');
    await attack(
      office,
      'a stolen token, only listing',
      [
        {
          ...eventOf('items.listed', { agent: 'monitor', service: 0, ...stolen }),
          item: undefined,
          request: undefined,
        },
      ],
      'first_network',
    );
    await attack(
      office,
      'a stolen token, another program',
      from('developer2', [0], { client: 'curl' }),
      'first_client',
    );
    const bait = { id: 'bait', title: 'aws root', honey: true } as const;
    const touch = { ...eventOf('call.denied', { agent: 'developer1', service: 0 }), item: bait };
    await attack(office, 'a decoy', [touch], 'honey');
    expect(restrictions).toContainEqual({ agentId: 'developer1', response: 'suspend' });
    const probes = Array.from({ length: 5 }, (_, index) =>
      refused({ agent: 'ci1', service: 0, path: `/admin/${index}` }, 'POLICY_PATH_NOT_ALLOWED'),
    );
    await attack(office, 'five refused destinations', probes, 'denials');
  });
});
