import { describe, expect, it } from 'vitest';

import { createScrubber, REDACTED, WITHHELD } from '../../src/redaction/index.ts';
import { HEX, known, noise, scrubberOf, TOKEN } from './known.ts';
import { residueOf } from './residue.ts';

const LIVE_KEY = `sk_live_${noise(32, 5)}`;

describe('fragments of a secret', () => {
  it.each([0, 7, 20, HEX.length - 12])(
    'withhold all of the answer from twelve characters on, wherever they begin (%i)',
    (from) => {
      const scrubbed = scrubberOf(HEX).text(`<${HEX.slice(from, from + 12)}>`);
      expect(scrubbed).toMatchObject({ text: WITHHELD, hits: 1, partial: true });
    },
  );

  it('are never cut: whichever of many guesses is right, and wherever it stands, the answer is the same', () => {
    const guesses = Array.from({ length: 200 }, (_, seed) => noise(12, seed, '0123456789abcdef'));
    const answers = [3, 90, 199].flatMap((right) => {
      const sent = guesses.with(right, HEX.slice(8, 20));
      const scrubber = scrubberOf(HEX, `Bearer ${HEX}`);
      const echo = { authorization: `Bearer ${HEX}`, sent };
      const lines = sent.map((guess) => JSON.stringify({ guess })).join('\n');
      return [
        scrubber.json(echo).value,
        scrubber.text(JSON.stringify(echo)).text,
        scrubber.body(Buffer.from(lines), 'application/x-ndjson').kind,
        scrubber.headers(sent.map((guess, at) => [`x-${String(at)}`, guess])).headers.length,
      ];
    });
    expect(new Set(answers)).toEqual(new Set([WITHHELD, 'withheld', 0]));
  });

  it('that are wrong stand as they are beside a secret that is cut', () => {
    const sent = Array.from({ length: 200 }, (_, at) => `${HEX.slice(0, 9)}${String(at).padStart(3, '0')}`);
    expect(scrubberOf(HEX).json({ key: HEX, sent })).toMatchObject({ value: { key: REDACTED, sent }, partial: false });
  });

  it.each([
    ['hexadecimal', '0123456789abcdef', 10],
    ['digits', '0123456789', 13],
    ['letters', 'abcdefghijklmnopqrstuvwxyz', 9],
  ])('of %s must be so long that they cannot be guessed', (_, alphabet, length) => {
    const secret = noise(16, 11, alphabet);
    expect(scrubberOf(secret).text(`<${secret.slice(1, length)}>`).hits).toBe(0);
    expect(scrubberOf(secret).text(`<${secret.slice(1, length + 1)}>`)).toMatchObject({
      text: WITHHELD,
      partial: true,
    });
  });

  it('are left when they are shorter, for ordinary words are short', () => {
    expect(scrubberOf(HEX).text(`<${HEX.slice(4, 15)}>`)).toMatchObject({ hits: 0 });
  });

  it('are taken out of encodings too', () => {
    const encoded = Buffer.from(HEX.slice(3, 17), 'utf8').toString('base64');
    expect(scrubberOf(HEX).text(`echo ${encoded}`).hits).toBe(1);
  });

  it.each([16, 17, 20, 23])('of a secret of %i characters are halves', (length) => {
    const secret = noise(length, length);
    const half = Math.floor(length / 2);
    for (const part of [secret.slice(0, half), secret.slice(half)]) {
      expect(scrubberOf(secret).text(`<${part}>`)).toMatchObject({ text: WITHHELD, hits: 1, partial: true });
    }
  });

  it('of a secret of up to twelve characters do not count', () => {
    const secret = noise(12, 3);
    expect(scrubberOf(secret).text(secret.slice(0, 11)).hits).toBe(0);
    expect(scrubberOf(secret).text(secret).hits).toBe(1);
  });

  it('under that length stay, also beside the secret: where they were cut would tell that they are right', () => {
    const scrubbed = scrubberOf(HEX).text(`${HEX} and ${HEX.slice(10, 21)}`);
    expect(scrubbed).toMatchObject({ text: `${REDACTED} and ${HEX.slice(10, 21)}`, hits: 1, partial: false });
  });

  it('leave what stands before the secret, where a known form of it begins with other words', () => {
    const scrubber = scrubberOf(HEX, `Bearer ${HEX}`);
    expect(scrubber.text(`key ${HEX}!`).text).toBe(`key ${REDACTED}!`);
  });
});

describe('the public prefix of a secret', () => {
  it.each([
    'sk_live_',
    'ghp_',
    'github_pat_',
    'xoxb-',
    'glpat-',
    'AKIA',
    'sk-ant-api03-',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.',
  ])('%s is known, and no hit by itself', (prefix) => {
    const secret = prefix + noise(32, 9);
    expect(scrubberOf(secret).text(`keys begin with ${prefix}, as in ${prefix}xyz`).hits).toBe(0);
    expect(scrubberOf(secret).text(`it is ${secret}`).hits).toBe(1);
  });

  it('does not let a guess of few characters be a hit', () => {
    const scrubber = scrubberOf(LIVE_KEY);
    for (const length of [9, 12, 15]) expect(scrubber.text(`"${LIVE_KEY.slice(0, length)}"`).hits).toBe(0);
    expect(scrubber.text(`"${LIVE_KEY.slice(0, 16)}"`).hits).toBe(1);
  });

  it('holds for the reversed secret too', () => {
    const backwards = [...LIVE_KEY].reverse().join('');
    expect(scrubberOf(LIVE_KEY).text(backwards.slice(-15)).hits).toBe(0);
    expect(scrubberOf(LIVE_KEY).text(backwards.slice(-16)).hits).toBe(1);
  });

  it('can be declared', () => {
    const secret = `acme!prod!${noise(24, 2)}`;
    const scrubber = createScrubber({ secrets: [known(secret, 'acme!prod!')] });
    expect(scrubber.text('acme!prod!xx').hits).toBe(0);
    expect(scrubberOf(secret).text(`${secret.slice(0, 12)}`).hits).toBe(1);
  });

  it('includes the scheme word and the user name before a secret that is known by itself', () => {
    const password = noise(20, 8);
    const scrubber = scrubberOf(password, `administrator:${password}`, `Bearer ${password}`);
    expect(scrubber.text('the user administrator: Bearer administrator').hits).toBe(0);
    expect(scrubber.text(`administrator:${password}`).text).toBe(REDACTED);
  });
});

describe('marks', () => {
  it('do not themselves complete another secret', () => {
    const other = `aa${REDACTED}bbccddee`;
    const scrubbed = scrubberOf(TOKEN, other).text(`aa${TOKEN}bbccddee`);
    expect(scrubbed.text).not.toContain(other);
    expect(scrubbed.text).not.toContain(TOKEN);
  });

  it.each(['redacted-by-me', 'withheld-withheld', '[REDACTED][WITHHELD]'])(
    'do not hold a piece of the secret %s',
    (secret) => {
      for (const text of [`is ${secret}`, `is ${[...secret].join(' ')}`]) {
        expect(residueOf(scrubberOf(secret).text(text).text, secret)).toBeUndefined();
      }
    },
  );

  it('tell neither the length nor the number of the secrets in one part', () => {
    const shown = [HEX, TOKEN, TOKEN + HEX].map((text) => scrubberOf(HEX, TOKEN).text(`is ${text}.`).text);
    expect(new Set(shown)).toEqual(new Set([`is ${REDACTED}.`]));
  });
});

describe('what is not looked for', () => {
  it('is a value under six bytes: it would strike ordinary words', () => {
    expect(scrubberOf('admin').text('admin').hits).toBe(0);
    expect(scrubberOf('admin7').text('admin7').hits).toBe(1);
  });

  it('is nothing, when nothing is known', () => {
    expect(scrubberOf().text(`any ${TOKEN}`)).toMatchObject({ text: `any ${TOKEN}`, hits: 0 });
  });
});
