import { SecretValue } from '../../src/core/index.ts';
import { createScrubber, type KnownSecret, type Scrubber } from '../../src/redaction/index.ts';

export const TOKEN = 'tok_mR7vQ2xLw9Zk4Tb8Hn3Pc6Yd1Js5Gf0AeUiWo';
export const HEX = '7f3a9c1e5b8d2046e1f7a35c9b08d46277ea1c5f';

export function known(text: string, publicPrefix?: string): KnownSecret {
  return {
    name: 'credential',
    value: SecretValue.fromText(text),
    ...(publicPrefix === undefined ? {} : { publicPrefix }),
  };
}

/** A scrubber for the given secrets, named `credential` each. */
export function scrubberOf(...secrets: readonly string[]): Scrubber {
  return createScrubber({ secrets: secrets.map((secret) => known(secret)) });
}

/** Reproducible noise in an alphabet: never the same as any of the secrets above. */
export function noise(
  length: number,
  seed: number,
  alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789',
): string {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return alphabet.charAt((state >>> 8) % alphabet.length);
  }).join('');
}
