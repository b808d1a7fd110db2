/** Finds many literal texts in one pass over bytes, ASCII letters in either case (Aho and Corasick 1975). */
export interface Automaton {
  /** Calls `onHit(needle, end)` for each occurrence; `end` is the offset after its last byte. */
  scan(bytes: Uint8Array, onHit: (needle: number, end: number) => void): void;
}

/** `needles` in Latin-1, none empty; a needle is known by its index. */
export function buildAutomaton(needles: readonly string[]): Automaton {
  const { classes, count } = classesOf(needles);
  const trie = buildTrie(needles, classes, count);
  const { table, outputs, firstAccepting } = flatten(trie, count);
  return {
    scan(bytes, onHit) {
      let state = 0;
      for (let index = 0; index < bytes.length; index += 1) {
        state = table[state + (classes[bytes[index] as number] as number)] as number;
        if (state < firstAccepting) continue;
        for (const needle of outputs[state / count] as readonly number[]) onHit(needle, index + 1);
      }
    },
  };
}

// Bytes that no needle has share class 0, which keeps the table small enough for the cache.
function classesOf(needles: readonly string[]): { classes: Uint8Array; count: number } {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const byte of new Set(needles.flatMap((needle) => [...Buffer.from(needle.toLowerCase(), 'latin1')]))) {
    classes[byte] = count;
    if (byte >= 0x61 && byte <= 0x7a) classes[byte - 0x20] = count;
    count += 1;
  }
  return { classes, count };
}

interface Trie {
  readonly next: Int32Array[];
  readonly found: number[][];
}

function buildTrie(needles: readonly string[], classes: Uint8Array, count: number): Trie {
  const trie: Trie = { next: [new Int32Array(count).fill(-1)], found: [[]] };
  for (const [index, needle] of needles.entries()) {
    let node = 0;
    for (const byte of Buffer.from(needle.toLowerCase(), 'latin1')) node = childOf(trie, node, classes[byte] ?? 0);
    trie.found[node]?.push(index);
  }
  return completed(trie, count);
}

function childOf({ next, found }: Trie, node: number, byteClass: number): number {
  const row = next[node] as Int32Array;
  const known = row[byteClass] as number;
  if (known !== -1) return known;
  row[byteClass] = next.length;
  next.push(new Int32Array(row.length).fill(-1));
  found.push([]);
  return next.length - 1;
}

// Breadth first, so that the state to fall back to is complete before it is needed.
function completed(trie: Trie, count: number): Trie {
  const { next, found } = trie;
  const fallback = new Int32Array(next.length);
  const queue: number[] = [0];
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head] as number;
    const row = next[node] as Int32Array;
    for (let byteClass = 0; byteClass < count; byteClass += 1) {
      const elsewhere = node === 0 ? 0 : ((next[fallback[node] as number] as Int32Array)[byteClass] as number);
      const child = row[byteClass] as number;
      if (child === -1) row[byteClass] = elsewhere;
      else {
        fallback[child] = elsewhere;
        found[child]?.push(...(found[elsewhere] ?? []));
        queue.push(child);
      }
    }
  }
  return trie;
}

interface Flat {
  readonly table: Int32Array;
  readonly outputs: readonly (readonly number[])[];
  readonly firstAccepting: number;
}

// States that report something come last: the inner loop tells them by one comparison.
function flatten({ next, found }: Trie, count: number): Flat {
  const isSilent = (node: number): boolean => found[node]?.length === 0;
  const nodes = next.map((_, node) => node);
  const order = [...nodes.filter(isSilent), ...nodes.filter((node) => !isSilent(node))];
  const rowOf = new Int32Array(order.length);
  order.forEach((node, position) => (rowOf[node] = position * count));
  const table = new Int32Array(order.length * count);
  order.forEach((node, position) => {
    const row = next[node] as Int32Array;
    for (let byteClass = 0; byteClass < count; byteClass += 1)
      table[position * count + byteClass] = rowOf[row[byteClass] as number] as number;
  });
  return {
    table,
    outputs: order.map((node) => found[node] ?? []),
    firstAccepting: nodes.filter(isSilent).length * count,
  };
}
