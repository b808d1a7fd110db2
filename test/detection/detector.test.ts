import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/audit/index.ts';
import { pathShape } from '../../src/detection/path-shape.ts';
import { createDetector, type Anomaly, type DetectorOptions } from '../../src/detection/detector.ts';
import { ANOMALY_RULES } from '../../src/detection/rules.ts';
import { parseSettings } from '../../src/config/settings.ts';
import { chainRow, prepareLine } from '../../src/audit/record-line.ts';
import { readRecord } from '../../src/audit/record.ts';
import { START_MS } from '../audit/trail-fixture.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Player {
  use(item: string, more?: { client?: string; host?: string; path?: string; agent?: string }): string[];
  event(type: AuditEvent['type'], more?: Partial<AuditEvent>): string[];
  wait(ms: number): void;
  readonly found: Anomaly[];
}

/** Plays records to a detector, and answers the names of the rules that found something. */
const UNKNOWN = { principal: { kind: 'unknown' } } as const;

function player(options: DetectorOptions = {}): Player {
  const detector = createDetector(options);
  const found: Anomaly[] = [];
  let atMs = START_MS;
  let seq = 0;
  function event(type: AuditEvent['type'], more: Partial<AuditEvent> = {}): string[] {
    const base: AuditEvent = { type, session: UNKNOWN, agent: { id: 'a1', name: 'desktop' } };
    const row = chainRow(prepareLine({ ...base, ...more }, atMs), 'chain', { seq: seq++, hash: '' });
    const record = readRecord(row.record);
    const anomalies = record === undefined ? [] : detector.observe(record);
    found.push(...anomalies);
    return anomalies.map(({ rule }) => rule);
  }
  return {
    found,
    event,
    use: (item, { client = 'claude', host = 'api.test', path = '/v1/me', agent = 'a1' } = {}) =>
      event('call.intent', {
        session: { ...UNKNOWN, client: { name: client, version: '1', claimed: true } },
        agent: { id: agent, name: agent === 'a1' ? 'desktop' : agent },
        item: { id: item, title: `title of ${item}` },
        request: { method: 'GET', origin: `https://${host}`, path, digest: 'd' },
      }),
    wait: (ms) => void (atMs += ms),
  };
}

/** An agent that has used two items a few times an hour on working days for two weeks. */
function settled(options: DetectorOptions = {}): Player {
  const play = player(options);
  for (let day = 0; day < 14; day += 1) {
    for (let hour = 0; hour < 8; hour += 1) {
      play.use('one');
      play.use('two');
      play.wait(HOUR_MS);
    }
    play.wait(16 * HOUR_MS);
  }
  return play;
}

describe('an agent that goes on as before', () => {
  it('raises nothing in a year of days that are not all alike', () => {
    const play = settled();
    for (let day = 0; day < 365; day += 1) {
      for (let call = 0; call < 3 + ((day * 7) % 5); call += 1)
        play.use(call % 3 === 0 ? 'two' : 'one', { path: `/v1/things/${day * 100 + call}` });
      play.wait(DAY_MS);
    }
    expect(play.found.filter(({ rule }) => rule !== 'first_shape')).toEqual([]);
    expect(play.found).toHaveLength(2);
  });

  it('raises nothing while it is being learned', () => {
    const play = player();
    for (let item = 0; item < 9; item += 1)
      expect(play.use(`item${item}`, { host: `host${item}.test`, client: `c${item}` })).toEqual([]);
  });
});

describe('what is seen for the first time', () => {
  it.each([
    [
      'first_item',
      'used the item "title of three" for the first time; it has used 2 others',
      (play: Player) => play.use('three'),
    ],
    [
      'first_host',
      'called the host "evil.test" for the first time',
      (play: Player) => play.use('one', { host: 'evil.test' }),
    ],
    [
      'first_shape',
      'called "GET /v1/admin" with the item "title of one"',
      (play: Player) => play.use('one', { path: '/v1/admin' }),
    ],
    ['first_client', 'calls itself "curl"', (play: Player) => play.use('one', { client: 'curl' })],
  ])('raises %s, once, in a sentence that explains it', (rule, said, act) => {
    const play = settled();
    expect(act(play)).toContain(rule);
    expect(play.found.find((anomaly) => anomaly.rule === rule)?.sentence).toContain(`agent "desktop" `);
    expect(play.found.find((anomaly) => anomaly.rule === rule)?.sentence).toContain(said);
    expect(act(play)).not.toContain(rule);
  });

  it('is not a path that differs only in ids', () => {
    const play = settled();
    expect(play.use('one', { path: '/v1/customers/123456' })).toEqual(['first_shape']);
    expect(play.use('one', { path: '/v1/customers/998877' })).toEqual([]);
  });

  it('is known for each agent apart', () => {
    const play = settled();
    expect(play.use('one', { agent: 'a2' })).toEqual([]);
    expect(play.use('three', { agent: 'a2' })).toEqual([]);
  });
});

describe('volume', () => {
  it('raises a sweep when an agent that uses two items suddenly uses ten', () => {
    const play = settled();
    const rules = Array.from({ length: 10 }, (_, index) => play.use(`new${index}`)).flat();
    expect(rules.filter((rule) => rule === 'sweep')).toHaveLength(1);
    expect(play.found.find(({ rule }) => rule === 'sweep')).toMatchObject({
      response: 'throttle',
      sentence: 'agent "desktop" used 6 different items within an hour; 2 were the most in two weeks',
    });
  });

  it('raises nothing when an agent begins with ten services', () => {
    const play = player();
    const calls = Array.from({ length: 60 }, (_, index) =>
      play.use(`service${index % 10}`, { path: `/v1/${index % 7}x` }),
    );
    expect(calls.flat()).toEqual([]);
    play.wait(HOUR_MS);
    expect(Array.from({ length: 10 }, (_, index) => play.use(`service${index}`)).flat()).toEqual([]);
  });

  it('tells of an agent without a history that sweeps through a vault, and does not slow it down', () => {
    const play = player();
    expect(Array.from({ length: 30 }, (_, index) => play.use(`new${index}`)).flat()).toEqual(['sweep']);
    expect(play.found).toMatchObject([{ response: 'alert' }]);
    const strict = player({ responses: { sweep: 'suspend' } });
    Array.from({ length: 30 }, (_, index) => strict.use(`new${index}`));
    expect(strict.found).toMatchObject([{ response: 'suspend' }]);
  });

  it('raises a sweep also by an agent that uses many items', () => {
    const play = player();
    for (let day = 0; day < 7; day += 1) {
      for (let item = 0; item < 8; item += 1) play.use(`item${item}`);
      play.wait(DAY_MS);
    }
    expect(Array.from({ length: 12 }, (_, index) => play.use(`vault${index}`)).flat()).toContain('sweep');
    expect(play.found.find(({ rule }) => rule === 'sweep')?.sentence).toContain(
      '8 items within an hour that it had never used',
    );
  });

  it('raises a burst for many times the usual calls, once an hour', () => {
    const play = settled();
    const rules = Array.from({ length: 40 }, () => play.use('one')).flat();
    expect(rules).toEqual(['burst']);
    play.wait(HOUR_MS);
    expect(Array.from({ length: 40 }, () => play.use('one')).flat()).toEqual(['burst']);
  });
});

describe('trouble', () => {
  it('raises the fifth denial within ten minutes, whichever record says it', () => {
    const play = player();
    const denied = (): string[] => play.event('call.denied', { outcome: { result: 'denied' } });
    for (let count = 0; count < 4; count += 1) expect(denied()).toEqual([]);
    expect(play.event('call.outcome', { outcome: { result: 'denied' } })).toEqual(['denials']);
    expect(denied()).toEqual([]);
  });

  it.each([
    'MCP_ARGUMENTS_INVALID',
    'POLICY_REQUEST_INVALID',
    'POLICY_URL_REFUSED',
    'POLICY_PATH_REFUSED',
    'POLICY_PLACEHOLDER_REFUSED',
    'POLICY_HEADER_REFUSED',
    'POLICY_QUERY_NOT_ALLOWED',
    'POLICY_BODY_TOO_LARGE',
    'POLICY_RATE_EXCEEDED',
    'POLICY_LOCKED',
    'POLICY_OUTSIDE_TIME_WINDOW',
    'APPROVAL_PENDING',
    'APPROVAL_DENIED',
    'ITEM_AMBIGUOUS',
    'ITEM_NOT_BOUND',
    'IDENTITY_TOKEN_USED_UP',
  ] as const)('raises nothing for %s, however often: it is no destination', (code) => {
    const play = player();
    for (let count = 0; count < 200; count += 1)
      expect(play.event('call.denied', { outcome: { result: 'denied', code } })).toEqual([]);
  });

  it.each([
    'POLICY_ORIGIN_NOT_BOUND',
    'POLICY_PATH_NOT_ALLOWED',
    'POLICY_METHOD_NOT_ALLOWED',
    'VAULT_NOT_FOUND',
  ] as const)('raises the fifth %s', (code) => {
    const play = player();
    const calls = Array.from({ length: 5 }, () => play.event('call.denied', { outcome: { result: 'denied', code } }));
    expect(calls.flat()).toEqual(['denials']);
  });

  it('counts an item outside of its vaults at once, and misspelt names only when they are many', () => {
    const outcome = { result: 'denied', code: 'ITEM_NOT_FOUND' } as const;
    const outside = { outcome, detail: { outside_grants: true } };
    const play = player();
    expect(Array.from({ length: 5 }, () => play.event('call.denied', outside)).flat()).toEqual(['denials']);
    const other = player();
    expect(Array.from({ length: 19 }, () => other.event('call.denied', { outcome })).flat()).toEqual([]);
    expect(other.event('item.resolved', { outcome })).toEqual(['denials']);
  });

  it('never counts what was only asked', () => {
    const play = player();
    const outcome = { result: 'denied', code: 'POLICY_ORIGIN_NOT_BOUND' } as const;
    for (let count = 0; count < 50; count += 1) {
      expect(play.event('request.explained', { outcome })).toEqual([]);
      expect(play.event('items.listed', { outcome })).toEqual([]);
    }
  });

  it('raises at once that an agent was tried from where it may not be used', () => {
    const play = player();
    const outcome = { result: 'denied', code: 'IDENTITY_NOT_PERMITTED' } as const;
    expect(play.event('call.denied', { outcome })).toEqual(['barred']);
    expect(play.event('call.denied', { outcome })).toEqual([]);
  });

  it('raises nothing for denials that are far apart', () => {
    const play = player();
    for (let count = 0; count < 20; count += 1) {
      expect(play.event('call.denied')).toEqual([]);
      play.wait(200_000);
    }
  });

  it('raises an answer in which the secret had to be taken out', () => {
    const play = player();
    const item = { id: 'one', title: 'stripe' };
    expect(play.event('call.outcome', { item, outcome: { result: 'ok', redacted: false } })).toEqual([]);
    expect(play.event('call.outcome', { item, outcome: { result: 'ok', redacted: true } })).toEqual(['redaction']);
  });

  it('raises use after thirty idle days', () => {
    const play = settled();
    play.wait(29 * DAY_MS);
    expect(play.use('one')).toEqual([]);
    play.wait(31 * DAY_MS);
    expect(play.use('one')).toEqual(['idle']);
  });

  it('suspends an agent that touches a decoy, also by asking only, by a call that was denied, and while learning', () => {
    const item = { id: 'bait', title: 'aws root', honey: true };
    for (const type of ['call.intent', 'call.denied', 'request.explained', 'item.resolved'] as const) {
      const play = player();
      expect(play.event(type, { item })).toEqual(['honey']);
      expect(play.found[0]).toMatchObject({
        response: 'suspend',
        sentence: 'agent "desktop" touched the decoy "aws root"',
      });
    }
    expect(player().use('bait')).toEqual([]);
  });

  it('is answered as the owner configured it, or not at all', () => {
    const item = { id: 'bait', honey: true };
    const play = player({ responses: { honey: 'alert' } });
    play.event('call.intent', { item });
    expect(play.found[0]?.response).toBe('alert');
    expect(player({ responses: { honey: 'off' } }).event('call.intent', { item })).toEqual([]);
  });

  it('has a setting for each rule', () => {
    for (const { name } of ANOMALY_RULES) {
      const text = JSON.stringify({ audit: { detection: { responses: { [name]: 'off' } } } });
      expect(parseSettings(text).settings.audit.detection.responses).toEqual({ [name]: 'off' });
    }
  });
});

describe('a baseline', () => {
  it('does not grow without bound when every call has another path', () => {
    const play = settled();
    for (let call = 0; call < 5_000; call += 1)
      play.use('one', { path: `/v1/${'x'.repeat(call % 20)}${String.fromCharCode(97 + (call % 26))}/q` });
    expect(play.found.length).toBeLessThan(600);
  });

  it('is not disturbed by a clock that goes back', () => {
    const play = settled();
    play.wait(-30 * DAY_MS);
    expect(play.use('one')).toEqual([]);
    play.wait(30 * DAY_MS);
    expect(play.use('one')).toEqual([]);
  });
});

it.each([
  ['/v1/customers/cus_9s6XKzkNRiz8i3/cards/42', '/v1/customers/*/cards/*'],
  ['/repos/acme/site/issues/17', '/repos/acme/site/issues/*'],
  ['/v1/things/0af7651916cd43dd8448eb211c80319c', '/v1/things/*'],
  ['/users/ada@example.com', '/users/*'],
  ['/v2.1/me', '/v2.1/me'],
  ['/', '/'],
])('the shape of %s is %s', (path, shape) => {
  expect(pathShape(path)).toBe(shape);
});
