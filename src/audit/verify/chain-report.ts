import type { AuditHead } from '../store.ts';

/**
 * What was done to a chain. `truncated` and `rolled_back` show only against something stored outside:
 * a head, or a signed checkpoint. `truncated`: the end is missing. `rolled_back`: the chain fits
 * together but is not the one that was attested, so its end was taken back and written anew. `unwitnessed`: a
 * witness that was asked for has co-signed nothing of it. `unattested`: no checkpoint and no head speaks for it. `index`: a record is
 * whole, and a column by which it is found says something else.
 */
export type ChainFault =
  | 'edited'
  | 'deleted'
  | 'inserted'
  | 'swapped'
  | 'truncated'
  | 'rolled_back'
  | 'unwitnessed'
  | 'unattested'
  | 'index'
  | InstallationFault;

/**
 * What is wrong with a trail as that of this installation: it is gone, it is another one, nothing says whose it is, its key is
 * gone or another one, or checkpoints of another trail lie among its own.
 */
export type InstallationFault = 'missing' | 'replaced' | 'unanchored' | 'key_missing' | 'key_replaced' | 'second_chain';

export interface WitnessedUpTo {
  readonly name: string;
  /** Records up to this one. */
  readonly size: number;
  /** When the witness saw that, by its own clock: seconds since the epoch. */
  readonly atSeconds: number;
}

export type ChainReport =
  | {
      readonly kind: 'intact';
      readonly records: number;
      /** Sequence number of the first record: above 1 where older ones were pruned or not exported. */
      readonly first: number;
      readonly head: AuditHead | undefined;
      /** Records that a signed checkpoint, or a head that was given, attests: those up to this one. 0 where none was checked. */
      readonly attested: number;
      /** The witnesses that were asked for, and how far what each of them co-signed reaches. */
      readonly witnesses: readonly WitnessedUpTo[];
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
