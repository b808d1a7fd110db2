import { EMPTY_ROOT, type TreeHash } from './tree-hash.ts';

const HASH_BYTES = EMPTY_ROOT.byteLength;
const FIRST_LEAVES = 1_024;

/** Leaf hashes waiting for a checkpoint: a million of them take 32 MB, where as many buffers take ten times that. */
export interface LeafQueue {
  push(leaf: TreeHash): void;
  count(): number;
  /** One of them, by its place from the oldest on. */
  at(place: number): TreeHash;
  /** The oldest `count` of them. */
  first(count: number): Iterable<TreeHash>;
  /** Forget the oldest `count`. */
  drop(count: number): void;
}

export function createLeafQueue(): LeafQueue {
  let bytes = Buffer.allocUnsafe(FIRST_LEAVES * HASH_BYTES);
  let [start, end] = [0, 0];

  function makeRoom(): void {
    const remaining = bytes.subarray(start, end);
    const roomier = remaining.byteLength * 2 > bytes.byteLength ? Buffer.allocUnsafe(bytes.byteLength * 2) : bytes;
    roomier.set(remaining);
    [bytes, start, end] = [roomier, 0, remaining.byteLength];
  }

  return {
    push(leaf) {
      if (end === bytes.byteLength) makeRoom();
      bytes.set(leaf, end);
      end += HASH_BYTES;
    },
    count: () => (end - start) / HASH_BYTES,
    at: (place) => bytes.subarray(start + place * HASH_BYTES, start + (place + 1) * HASH_BYTES),
    *first(count) {
      for (let index = 0; index < count; index += 1) {
        const from = start + index * HASH_BYTES;
        // A copy: a leaf may stay for long as the root of its own small tree.
        yield Buffer.from(bytes.subarray(from, from + HASH_BYTES));
      }
    },
    drop(count) {
      start += count * HASH_BYTES;
    },
  };
}
