import type { AuditHead } from '../store.ts';

/**
 * What was done to a chain. `truncated` and `rolled_back` show only against something kept outside:
 * a head, or a signed checkpoint. `truncated`: the end is missing. `rolled_back`: the chain fits
 * together but is not the one that was attested, so its end was taken back and written anew.
 */
export type ChainFault = 'edited' | 'deleted' | 'inserted' | 'swapped' | 'truncated' | 'rolled_back';

export type ChainReport =
  | {
      readonly kind: 'intact';
      readonly records: number;
      /** Sequence number of the first record: above 1 where older ones were pruned or not exported. */
      readonly first: number;
      readonly head: AuditHead | undefined;
      /** Records that a signed checkpoint attests: those up to this one. 0 where none was checked. */
      readonly attested: number;
      /** Who co-signed the checkpoint that reaches furthest. */
      readonly witnesses: readonly string[];
      /** Records whose clock is behind the record before. Not a fault: clocks are set, and processes race. */
      readonly clockSteps: readonly number[];
    }
  | {
      readonly kind: 'broken';
      readonly fault: ChainFault;
      /** The first bad record; the first missing one for `deleted` and `truncated`. */
      readonly seq: number;
      /** Records before that one that fit together. */
      readonly good: number;
      readonly explanation: string;
    };
