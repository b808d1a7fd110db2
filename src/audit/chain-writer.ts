import { KeywardError, newId, type Random } from '../core/index.ts';
import { readChain } from './record.ts';
import { chainRow, type RecordLine } from './record-line.ts';
import type { Admission, AuditHead, AuditRow, AuditStore, ReachedLimit, UsageLimits } from './store.ts';

export interface ChainWriterDeps {
  readonly store: AuditStore;
  readonly random: Random;
}

/** A line, and what must not be used up for it to be written. */
export interface WantedLine {
  readonly line: RecordLine;
  readonly limits?: UsageLimits | undefined;
  /** Lines that are written right before it, and only with it. */
  readonly before?: readonly RecordLine[] | undefined;
}

/** `locks` where the record took the last of the reflections. */
export type Written =
  | {
      readonly kind: 'written';
      readonly row: AuditRow;
      readonly before: readonly AuditRow[];
      readonly locks: boolean;
    }
  | { readonly kind: 'over'; readonly limit: ReachedLimit };

export interface ChainWriter {
  /** Append the lines in order, in one durable transaction. Throws what the store throws. */
  append(wanted: readonly WantedLine[]): Promise<readonly Written[]>;
  /** The same by way of another store on the same file. Undefined when that one asked for no rows. */
  appendThrough(append: AuditStore['append'], wanted: readonly WantedLine[]): Promise<readonly Written[] | undefined>;
  /** The same, unless the chain has grown since `head` was read: then nothing is written and false is the answer. */
  appendAt(head: AuditHead, lines: readonly RecordLine[]): Promise<boolean>;
}

interface Attempt {
  chain: string | undefined;
  answer: readonly Written[] | 'moved' | 'named by another' | 'unwritten';
}

interface Way {
  readonly at?: AuditHead;
  readonly append?: AuditStore['append'];
}

/** Puts records behind one another: sequence, chain id, hash of the one before. */
export function createChainWriter({ store, random }: ChainWriterDeps): ChainWriter {
  let chain: string | undefined;
  let seen: AuditHead | undefined;

  async function appendNamed(
    wanted: readonly WantedLine[],
    { at, append = (build, limits) => store.append(build, limits) }: Way = {},
  ): Promise<readonly Written[] | 'moved' | 'unwritten'> {
    chain ??= await readChain(store);
    const tried: Attempt = { chain, answer: 'unwritten' };
    const limits = wanted.flatMap((line) => line.limits ?? []);
    await append((head, admissions) => {
      tried.answer = 'named by another';
      // A file whose content was put back is still the same file.
      if (seen !== undefined && (head === undefined || head.seq < seen.seq))
        throw new KeywardError('AUDIT_BROKEN', 'the audit trail ends before records that were written to it');
      if (at !== undefined && head?.hash !== at.hash) tried.answer = 'moved';
      else insert(tried, admitted(wanted, admissions), head);
      return typeof tried.answer === 'string' ? [] : rowsOf(tried.answer);
    }, limits);
    if (tried.answer !== 'named by another') {
      chain = tried.chain;
      if (typeof tried.answer !== 'string') seen = rowsOf(tried.answer).at(-1) ?? seen;
      return tried.answer;
    }
    chain = await readChain(store);
    if (chain === undefined)
      throw new KeywardError('AUDIT_BROKEN', 'the first record of the audit trail cannot be read');
    return appendNamed(wanted, { append, ...(at && { at }) });
  }

  // The id of the chain stands in its first record: whichever process writes that one chooses it.
  function insert(tried: Attempt, lines: readonly AdmittedLine[], head: AuditHead | undefined): void {
    if (head === undefined) tried.chain = newId(random);
    if (tried.chain !== undefined) tried.answer = follow(lines, tried.chain, head);
  }

  return {
    async append(wanted) {
      const written = await appendNamed(wanted);
      return typeof written === 'string' ? [] : written;
    },
    async appendThrough(append, wanted) {
      const written = await appendNamed(wanted, { append });
      return typeof written === 'string' ? undefined : written;
    },
    appendAt: async (head, lines) =>
      (await appendNamed(
        lines.map((line) => ({ line })),
        { at: head },
      )) !== 'moved',
  };
}

interface AdmittedLine {
  readonly line: RecordLine;
  readonly before: readonly RecordLine[];
  readonly admission: Admission;
}

// The store answers for those that have limits, in their order.
function admitted(wanted: readonly WantedLine[], admissions: readonly Admission[]): readonly AdmittedLine[] {
  const answers = admissions.values();
  return wanted.map(({ line, limits, before = [] }) => {
    const admission = limits === undefined ? UNLIMITED : answers.next().value;
    if (admission === undefined) throw new TypeError('the store did not judge the limits of a record');
    return { line, before, admission };
  });
}

const UNLIMITED: Admission = { kind: 'within', locks: false };

function follow(lines: readonly AdmittedLine[], chain: string, head: AuditHead | undefined): readonly Written[] {
  let last = head;
  const next = (line: RecordLine): AuditRow => {
    const row = chainRow(line, chain, last);
    last = row;
    return row;
  };
  return lines.map(({ line, before, admission }) => {
    if (admission.kind === 'over') return admission;
    return { kind: 'written', before: before.map(next), row: next(line), locks: admission.locks };
  });
}

function rowsOf(written: readonly Written[]): readonly AuditRow[] {
  return written.flatMap((line) => (line.kind === 'written' ? [...line.before, line.row] : []));
}
