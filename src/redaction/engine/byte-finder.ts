export interface FoundRange {
  readonly from: number;
  readonly to: number;
}

export interface ByteFinder {
  /** Every offset of a needle, ascending; what overlaps or touches is one range. */
  findAll(text: Uint8Array): FoundRange[];
  /** Where the text's end may be the beginning of a needle; its length when it is not. */
  openEnd(text: Uint8Array): number;
}

/**
 * Find any of several byte strings (Wu and Manber 1994, blocks of two bytes): the more of the text cannot belong to
 * a needle, the more of it is skipped. Needles have four bytes at least.
 */
export function createByteFinder(needles: readonly Uint8Array[]): ByteFinder {
  const longestFirst = needles.toSorted((one, other) => other.length - one.length);
  const width = longestFirst.at(-1)?.length ?? 0;
  const shifts = new Uint32Array(65_536).fill(Math.max(1, width - 1));
  const buckets = new Map<number, Uint8Array[]>();
  const openings = new Map<number, Uint8Array[]>();
  for (const needle of longestFirst) {
    for (let at = 1; at < width; at += 1) {
      const block = blockAt(needle, at);
      shifts[block] = Math.min(shifts[block] ?? 0, width - 1 - at);
    }
    add(buckets, blockAt(needle, width - 1), needle);
    add(openings, needle[0] ?? 0, needle);
  }
  const longest = longestFirst[0]?.length ?? 0;
  return {
    findAll: (text) => {
      const ranges: FoundRange[] = [];
      if (width === 0) return ranges;
      let at = width - 1;
      while (at < text.length) {
        const shift = shifts[((text[at - 1] ?? 0) << 8) | (text[at] ?? 0)] ?? 1;
        if (shift > 0) {
          at += shift;
          continue;
        }
        const from = at - width + 1;
        const needle = buckets.get(blockAt(text, at))?.find((each) => startsWith(text, from, each));
        if (needle !== undefined) addRange(ranges, { from, to: from + needle.length });
        at += 1;
      }
      return ranges;
    },
    openEnd: (text) => {
      for (let from = Math.max(0, text.length - longest + 1); from < text.length; from += 1) {
        const length = text.length - from;
        const isOpen = openings
          .get(text[from] ?? 0)
          ?.some((needle) => needle.length > length && startsWith(text, from, needle.subarray(0, length)));
        if (isOpen === true) return from;
      }
      return text.length;
    },
  };
}

function blockAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0);
}

function add(lists: Map<number, Uint8Array[]>, key: number, needle: Uint8Array): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [needle]);
  else list.push(needle);
}

function startsWith(text: Uint8Array, from: number, needle: Uint8Array): boolean {
  if (from + needle.length > text.length) return false;
  for (let at = 0; at < needle.length; at += 1) if (text[from + at] !== needle[at]) return false;
  return true;
}

function addRange(ranges: FoundRange[], range: FoundRange): void {
  const last = ranges.at(-1);
  if (last === undefined || range.from > last.to) ranges.push(range);
  else ranges[ranges.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
}
