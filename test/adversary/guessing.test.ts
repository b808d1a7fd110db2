import { describe, expect, it } from 'vitest';
import { openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { callTool } from '../support/tool-calls.ts';

// 64 bits, the least that is used where answers are shown.
const SECRET = '3f9a1c0d7be24856';
const HEX = [...'0123456789abcdef'];
interface Oracle {
  /** Whether the answer to these guesses was withheld; undefined once the item is locked. */
  ask(guesses: readonly string[]): Promise<boolean | undefined>;
  readonly calls: () => number;
}

/** A service that gives its request back, and what an agent can tell from the answer. */
async function openOracle(repeatsHeaders: boolean): Promise<Oracle> {
  const kit = await openAgentKit();
  const upstream = await startHttpPeer({
    answer: ({ headers, body }, response) =>
      void response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ body, ...(repeatsHeaders ? { headers } : {}) })),
  });
  const flags = { urls: [upstream.origin], auth: { scheme: 'bearer' }, allow: ['read-write /**'] };
  await kit.addItem('api', flags, SECRET);
  const target = { item: 'api', method: 'POST', url: `${upstream.origin}/` };
  let calls = 0;
  return {
    calls: () => calls,
    ask: async (guesses) => {
      calls += 1;
      const { content, raw } = await callTool(kit, 'http_request', { ...target, body: { json: { guesses } } });
      if (content['code'] !== undefined) return undefined;
      const isWithheld = content['body'] === '[WITHHELD]';
      // Shown, every guess looks like every other.
      if (!isWithheld) expect(guesses.filter((guess) => !raw.includes(guess))).toEqual([]);
      return isWithheld;
    },
  };
}

/**
 * The best known strategy: who knows all of a counting piece but its last characters tries them one by one, for a
 * miss costs nothing, and goes on from there. Answers the bits learned until the item is locked.
 */
async function extendOneByOne(oracle: Oracle, known: string, width: number): Promise<number> {
  let bits = 0;
  for (let from = known; from.length < SECRET.length;) {
    const tails = combinations(width);
    const right = SECRET.slice(from.length, from.length + width);
    // Only some misses are played; a miss changes nothing, so the rest would only take time.
    for (const tail of [...tails.filter((other) => other !== right).slice(0, 3), right]) {
      const seen = await oracle.ask([from + tail]);
      if (seen === undefined) return bits;
      expect(seen).toBe(tail === right);
    }
    bits += Math.log2(tails.length);
    from += right;
  }
  return bits;
}

function combinations(width: number): string[] {
  return width === 0 ? [''] : combinations(width - 1).flatMap((head) => HEX.map((last) => head + last));
}

describe('guessing a secret of 16 characters through the scrubber', () => {
  it.each([
    ['gives only its body back', false],
    ['gives its headers back, the credential too', true],
  ])('of a service that %s, one character after the other, ends with the first', async (_, repeatsHeaders) => {
    for (const width of [1, 2]) {
      const bits = await extendOneByOne(await openOracle(repeatsHeaders), SECRET.slice(0, 10 - width), width);
      expect(bits).toBeLessThanOrEqual(4 * width);
    }
  });

  it('by halves of what is left ends with the first half that is right', async () => {
    const oracle = await openOracle(false);
    let left = combinations(2).map((tail) => SECRET.slice(0, 8) + tail);
    const before = left.length;
    while (left.length > 1) {
      const half = left.slice(0, left.length / 2);
      const seen = await oracle.ask(half);
      if (seen === undefined) break;
      left = seen ? half : left.slice(left.length / 2);
    }
    expect(Math.log2(before / left.length)).toBeLessThanOrEqual(oracle.calls());
    expect(left.length).toBeGreaterThan(1);
  });

  it('from its first characters alone says nothing: no piece under forty bits counts', async () => {
    const oracle = await openOracle(true);
    const answers = [];
    for (let length = 1; length < 10; length += 1) answers.push(await oracle.ask([SECRET.slice(0, length)]));
    expect(answers).toEqual(answers.map(() => false));
  });

  it('is paid for by what is sent, right or wrong, where the answer holds the credential', async () => {
    const oracle = await openOracle(true);
    const wrong = Array.from({ length: 1_000 }, (_, at) => `${SECRET.slice(0, 6)}${String(at).padStart(4, '0')}`);
    const answers = [
      await oracle.ask(wrong),
      await oracle.ask(wrong),
      await oracle.ask(wrong),
      await oracle.ask(wrong),
    ];
    expect(answers).toEqual([false, false, false, undefined]);
  });
});
