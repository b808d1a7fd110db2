import { describe, expect, it } from 'vitest';
import { scrubberFor } from '../../src/broker/scrubber-for.ts';
import { SecretValue } from '../../src/core/index.ts';
import type { ItemSummary } from '../../src/secrets/index.ts';

const OLD = 'Jw5tKc8RbYe3';
const NEW = 'q7dQx2LmVz9p';

function summary(): ItemSummary {
  return { id: 'i', vaultId: 'v', vaultName: 'v', title: 't', category: 'c', tags: [], version: 1, fields: [] };
}

const known = (...texts: readonly string[]) =>
  texts.map((text) => ({ name: 'credential', value: SecretValue.fromText(text) }));

describe('the scrubber of a call', () => {
  it('is the one of the call before, for the same item with the same secrets', () => {
    const item = summary();
    expect(scrubberFor(item, known(OLD))).toBe(scrubberFor(item, known(OLD)));
    expect(scrubberFor(summary(), known(OLD))).not.toBe(scrubberFor(item, known(OLD)));
  });

  it('looks for the secrets of this very call, whatever the call before had', () => {
    const item = summary();
    for (const secrets of [[OLD], [NEW], [OLD, NEW], [NEW, OLD], [OLD.slice(0, -1)], [], [NEW]]) {
      const { text, hits } = scrubberFor(item, known(...secrets)).text(`a ${NEW} b`);
      expect(hits > 0).toBe(secrets.includes(NEW));
      expect(text.includes(NEW)).toBe(!secrets.includes(NEW));
    }
  });

  it('is made anew each time for a secret as large as a file', () => {
    const [item, large] = [summary(), 'x7Q-'.repeat(2_000)];
    expect(scrubberFor(item, known(large))).not.toBe(scrubberFor(item, known(large)));
  });
});
