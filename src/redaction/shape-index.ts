import { compileShape, type ServiceShape } from '../catalog/index.ts';

/** One text that tokens begin with or hold, and the shape to try where it stands. */
interface Opening {
  readonly text: string;
  /** How far before it a token may begin, at least and at most; both 0 where tokens begin with it. */
  readonly lead: { readonly min: number; readonly max: number };
  readonly needsWordStart: boolean;
  readonly shape: ServiceShape;
  /** Tries one offset (flag `y`). */
  readonly pattern: () => RegExp;
}

/** Find the offsets where a pattern is worth trying, without trying any pattern elsewhere. */
export interface ShapeIndex {
  /** Calls `visit` with every opening that stands in the text and where; openings may share a offset. */
  scan(text: string, visit: (opening: Opening, at: number) => void): void;
}

/**
 * Index shapes by the first two characters of what their tokens begin with or hold. Texts that hold no opening cost
 * one table look-up for each character, however many shapes there are.
 */
export function indexShapes(shapes: readonly ServiceShape[]): ShapeIndex {
  const openings = shapes.flatMap(openingsOf);
  const pairs = [...new Set(openings.map(({ text }) => pairOf(text)))];
  const buckets = pairs.map((pair) => openings.filter(({ text }) => pairOf(text) === pair));
  const inWords = buckets.map((bucket) => bucket.filter(({ needsWordStart }) => !needsWordStart));
  const table = new Uint16Array(TABLE_SIZE);
  for (const [number, pair] of pairs.entries()) table[pair] = number + 1;
  return {
    scan: (text, visit) => {
      let [before, first] = [0, text.charCodeAt(0)];
      for (let at = 1; at < text.length; at += 1) {
        const second = text.charCodeAt(at);
        const number = (first | second) < 128 ? (table[(first << 7) | second] ?? 0) : 0;
        if (number > 0) {
          for (const opening of (isWord(before) ? inWords : buckets)[number - 1] ?? [])
            if (text.startsWith(opening.text, at - 1)) visit(opening, at - 1);
        }
        [before, first] = [first, second];
      }
    },
  };
}

const TABLE_SIZE = 1 << 14;
const IS_WORD = Uint8Array.from({ length: 128 }, (_, code) => Number(/[A-Za-z0-9_-]/.test(String.fromCharCode(code))));

function isWord(code: number): boolean {
  return code < 128 && IS_WORD[code] === 1;
}

function openingsOf(shape: ServiceShape): readonly Opening[] {
  const { prefixes, lead = { min: 0, max: 0 }, boundary } = shape;
  let compiled: RegExp | undefined;
  const pattern = (): RegExp => (compiled ??= compileShape(shape, 'y'));
  const needsWordStart = boundary === 'word' && lead.max === 0;
  return prefixes.map((text) => ({ text, lead, needsWordStart, shape, pattern }));
}

function pairOf(text: string): number {
  return (text.charCodeAt(0) << 7) | text.charCodeAt(1);
}
