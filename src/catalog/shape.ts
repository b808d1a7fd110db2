import type { Checksum } from './checksums.ts';
import { join, oneOf, type Part } from './parts.ts';
import type { TokenShape } from './service.ts';

interface ShapeInput {
  readonly id: string;
  readonly label: string;
  /** What it begins with: one of these. */
  readonly prefixes?: readonly string[];
  /** What it holds, behind `before`, where it does not begin with anything of its own. */
  readonly holds?: string;
  readonly before?: readonly Part[];
  readonly keywords?: readonly string[];
  /** What follows the prefix, or stands behind what it holds. */
  readonly parts: readonly Part[];
  readonly boundary?: 'word' | 'none';
  readonly minEntropy?: number;
  readonly checksum?: Checksum;
  readonly secret?: boolean;
}

/** Make a token shape of its pieces, so that pattern, length and made-up token cannot differ. */
export function shape(input: ShapeInput): TokenShape {
  const { id, label, prefixes = [], holds, before = [], keywords = [], minEntropy, checksum } = input;
  const { boundary = 'word', secret = true } = input;
  const literals = holds === undefined ? prefixes : [holds];
  const lead = join(...before);
  const whole = join(lead, ...(literals.length === 0 ? [] : [oneOf(...literals)]), ...input.parts);
  const fake = (): string => whole.fake(sequence(id));
  return {
    id,
    label,
    prefixes: literals,
    keywords,
    body: whole.pattern,
    boundary,
    maxLength: whole.max,
    secret,
    ...(lead.max > 0 && { lead: { min: lead.min, max: lead.max } }),
    ...(minEntropy !== undefined && { minEntropy }),
    ...(checksum && { checksum: checksum.holds }),
    sample: checksum === undefined ? fake : () => checksum.seal(fake()),
  };
}

/** An identifier that anybody may see. */
export function publicShape(input: Omit<ShapeInput, 'secret'>): TokenShape {
  return shape({ ...input, secret: false });
}

// A made-up token needs no chance, only characters that look drawn: Park and Miller's generator, started by the name.
function sequence(name: string): (below: number) => number {
  let state = [...name].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7);
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}
