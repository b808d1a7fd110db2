import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../src/core/index.ts';
import { createSessions } from '../../../src/server/console/sessions.ts';
import { createTestClock } from '../../support/vault-kit.ts';

const MINUTE_MS = 60_000;

function open() {
  const clock = createTestClock();
  return { clock, sessions: createSessions({ clock, random: systemRandom }) };
}

describe('a session of the console', () => {
  it('begins with a code that is good once', () => {
    const { sessions } = open();
    const code = sessions.issueCode();
    expect(code).toMatch(/^[\w-]{22}$/);
    expect(sessions.start(code, '::1')).toMatch(/^[\w-]{43}$/);
    expect(sessions.start(code, '::1')).toBeUndefined();
    expect(sessions.start('x'.repeat(22), '::1')).toBeUndefined();
  });

  it('does not begin with a code that is 60 seconds old', () => {
    const { sessions, clock } = open();
    const code = sessions.issueCode();
    clock.advance(MINUTE_MS);
    expect(sessions.start(code, '::1')).toBeUndefined();
  });

  it('ends after 30 minutes in which the person did nothing, and after 8 hours', () => {
    const { sessions, clock } = open();
    const idle = sessions.start(sessions.issueCode(), '::1') ?? '';
    clock.advance(30 * MINUTE_MS - 1);
    expect(sessions.find(idle)).toBeDefined();
    clock.advance(1);
    expect(sessions.find(idle)).toBeUndefined();

    const used = sessions.start(sessions.issueCode(), '::1') ?? '';
    for (let minutes = 0; minutes < 479; minutes += 1) {
      clock.advance(MINUTE_MS);
      sessions.touch(sessions.find(used)?.id ?? '');
    }
    expect(sessions.find(used)).toBeDefined();
    clock.advance(MINUTE_MS);
    expect(sessions.find(used)).toBeUndefined();
  });

  it('can be ended from another one, and is no longer listed', () => {
    const { sessions } = open();
    const token = sessions.start(sessions.issueCode(), '127.0.0.1') ?? '';
    const [session] = sessions.list();
    expect(session).toMatchObject({ address: '127.0.0.1' });
    expect(sessions.end(session?.id ?? '')).toBe(true);
    expect(sessions.end(session?.id ?? '')).toBe(false);
    expect([sessions.find(token), sessions.list()]).toEqual([undefined, []]);
  });

  it('keeps at most sixteen: one more ends the oldest', () => {
    const { sessions } = open();
    const tokens = Array.from({ length: 17 }, () => sessions.start(sessions.issueCode(), '::1') ?? '');
    expect(tokens.map((token) => sessions.find(token) !== undefined)).toEqual([false, ...Array(16).fill(true)]);
  });
});
