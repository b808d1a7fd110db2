import { createLeafQueue } from '../tree/leaf-queue.ts';

/** Hashes of the records since the last attested one, to hold against what a checkpoint says of the last one it covers. */
export interface RecentHashes {
  push(hash: string): void;
  /** The oldest `count` are attested. */
  attest(count: number): void;
  /** Whether it is the hash `place` records after the attested one. What was attested longer ago is not at hand: true. */
  isHashAt(place: number, hash: string): boolean;
}

export function createRecentHashes(lastHash: string): RecentHashes {
  const hashes = createLeafQueue();
  let attested = lastHash;
  const at = (place: number): string => (place === 0 ? attested : Buffer.from(hashes.at(place - 1)).toString('hex'));
  return {
    push: (hash) => hashes.push(Buffer.from(hash, 'hex')),
    attest(count) {
      attested = at(count);
      hashes.drop(count);
    },
    isHashAt: (place, hash) => place < 0 || at(place) === hash,
  };
}
