import { CONCEALED, type SecretValue } from '../../core/index.ts';
import { createPrintedFinder } from '../../redaction/index.ts';

/** Conceals values in a stream of bytes, however it is cut. One for each stream. */
export interface Masker {
  /** Takes the next bytes; answers what may be shown by now, in pieces. */
  write(chunk: Uint8Array): readonly Uint8Array[];
  /** True while bytes are held back because a value may begin with them. */
  readonly waiting: boolean;
  /**
   * Nothing came for a while: what was held back may be shown when it is so short that it tells nothing, as the end
   * of a prompt. It is remembered, so that the rest of the value is still concealed.
   */
  release(): readonly Uint8Array[];
  /** No more bytes: the rest. */
  end(): readonly Uint8Array[];
}

const MARK = Buffer.from(CONCEALED);
/** The most bytes of a value that a pause can show. */
const MAX_RELEASED = 2;
const NOTHING = new Uint8Array(0);

export function createMasker(secrets: readonly SecretValue[]): Masker {
  const finder = createPrintedFinder(secrets);
  let held: Uint8Array = NOTHING;
  /** How many of the held bytes were shown already. */
  let shown = 0;

  const take = (text: Uint8Array, isLast: boolean): readonly Uint8Array[] => {
    const ranges = finder.findAll(text);
    let cut = isLast ? text.length : finder.openEnd(text);
    // A value that goes on in what may be the beginning of another is concealed together with it.
    const touching = isLast ? undefined : ranges.find(({ from, to }) => from < cut && to >= cut && cut < text.length);
    if (touching !== undefined) cut = touching.from;
    const out: Uint8Array[] = [];
    let at = Math.min(shown, cut);
    for (const { from, to } of ranges) {
      if (from >= cut) break;
      if (from > at) out.push(text.subarray(at, from));
      out.push(MARK);
      at = Math.max(at, to);
    }
    if (cut > at) out.push(text.subarray(at, cut));
    held = text.subarray(cut);
    shown = Math.max(0, shown - cut);
    return out;
  };

  return {
    get waiting() {
      return held.length > shown;
    },
    write: (chunk) => take(held.length === 0 ? chunk : Buffer.concat([held, chunk]), false),
    release: () => {
      if (held.length > MAX_RELEASED) return [];
      const out = held.subarray(shown);
      shown = held.length;
      return [out];
    },
    end: () => take(held, true),
  };
}
