import type { ChainFault } from './chain-report.ts';
import type { Link } from './link.ts';
import type { AuditHead } from '../store.ts';

export interface BrokenPosition {
  /** What should have come, as far as it is known. */
  readonly next: { readonly seq: number; readonly prev?: string };
  /** What came instead. */
  readonly bad: Link;
  /** Everything after it. */
  readonly rest: readonly Link[];
  readonly expected?: AuditHead | undefined;
}

export interface NamedFault {
  readonly fault: ChainFault;
  readonly seq: number;
  readonly explanation: string;
}

/**
 * Name what was done at the first position where a chain does not fit together, under the assumption of
 * one change: with several, the name is that of the first and may be a guess, that it is broken is not.
 */
export function classifyFault(position: BrokenPosition): NamedFault {
  const { next, bad, rest } = position;
  const comesLater = rest.some(({ seq }) => seq === next.seq);
  if (bad.seq === next.seq) return comesLater ? inserted(next.seq, next.seq) : editedNear(position);
  if (comesLater) return isMisplaced(position) ? swapped(next.seq, bad.seq) : inserted(bad.seq ?? next.seq, next.seq);
  if (rest[0]?.seq === next.seq + 1 || bad.seq === undefined || bad.prev === next.prev) return edited(next.seq);
  return bad.seq < next.seq ? inserted(bad.seq, next.seq) : deleted(next.seq, bad.seq, rest);
}

// The number is right and the link is not: this record was changed, or the one before it was, which
// this one still names by its old hash. The record after it knows which.
function editedNear({ next, bad, rest, expected }: BrokenPosition): NamedFault {
  if (bad.prev === next.prev || next.seq === 1) return edited(next.seq);
  const after = rest[0];
  const attested = expected === undefined || expected.seq !== bad.seq ? bad.hash : expected.hash;
  const isOriginal = (after?.prev ?? attested) === bad.hash;
  return edited(isOriginal ? next.seq - 1 : next.seq);
}

// A true record in the wrong position fits to a neighbour that is still there; a forged one fits to none,
// and a copy has its original somewhere else.
function isMisplaced({ next, bad, rest }: BrokenPosition): boolean {
  const { seq } = bad;
  if (seq === undefined || seq < next.seq || rest.some((other) => other.seq === seq)) return false;
  return rest.some((other) =>
    other.seq === seq + 1 ? other.prev === bad.hash : other.seq === seq - 1 && other.hash === bad.prev,
  );
}

function edited(seq: number): NamedFault {
  return { fault: 'edited', seq, explanation: `record ${seq} was changed after it was written` };
}

function inserted(claimed: number, before: number): NamedFault {
  const explanation = `a record that claims to be number ${claimed} was put in where record ${before} belongs`;
  return { fault: 'inserted', seq: claimed, explanation };
}

function swapped(seq: number, found: number | undefined): NamedFault {
  const explanation = `record ${found ?? 'unknown'} stands instead of record ${seq}, which comes later`;
  return { fault: 'swapped', seq, explanation };
}

function deleted(seq: number, found: number, rest: readonly Link[]): NamedFault {
  let following = found;
  for (const later of rest) if (later.seq !== undefined && later.seq < following) following = later.seq;
  const explanation =
    following === seq + 1 ? `record ${seq} is missing` : `records ${seq} to ${following - 1} are missing`;
  return { fault: 'deleted', seq, explanation };
}
