import { canonicalJson, sha256Hex, type JsonObject } from '../../core/index.ts';
import type { ChainReport } from './chain-report.ts';
import { classifyFault } from './classify-fault.ts';
import type { Link } from './link.ts';
import { columnsOf, NO_PREVIOUS } from '../record-line.ts';
import { readRecord } from '../record.ts';
import type { AuditHead, AuditRow } from '../store.ts';

type Columns = Omit<AuditRow, 'seq' | 'record' | 'hash'>;

const COLUMNS = ['at', 'type', 'callId', 'agentId', 'itemId', 'host', 'client', 'outcome'] as const;

/** A record as text, in the order of the file or table, with what is stored beside it. */
export interface ChainEntry {
  readonly record: string;
  /** Columns of a table. A line of an export has none. */
  readonly seq?: number;
  readonly hash?: string;
  /** By what the record is found; compared with what it says. */
  readonly columns?: Columns;
}

export interface WalkOptions {
  /** Where the chain must begin. Default: at record 1. `prev` is not checked when it is left out. */
  readonly start?: { readonly seq: number; readonly prev?: string };
  /** A head that was stored outside and must be on this chain. */
  readonly expected?: AuditHead | undefined;
}

export interface ChainWalk {
  /** Answers the hash of the entry. */
  add(entry: ChainEntry): string;
  finish(): ChainReport;
}

/** What of a record makes the chain. `seq` is undefined for text that is no record. */
/** Walk entries in order: are they one unbroken chain, and if not, what was done to it and where. */
export function createChainWalk(options: WalkOptions = {}): ChainWalk {
  const start = options.start ?? { seq: 1, prev: NO_PREVIOUS };
  const { expected } = options;
  const clockSteps: number[] = [];
  const rest: Link[] = [];
  let next: { seq: number; prev?: string; chain?: string; at?: string } = start;
  let bad: Link | undefined;
  let misfiled: number | undefined;
  let seen: string | undefined;

  function add(entry: ChainEntry): string {
    const link = readLink(entry.record);
    if (bad !== undefined) rest.push(link);
    else if (!follows(link, next) || !isInPosition(link, entry)) bad = link;
    else {
      if (entry.columns !== undefined && !isFoundAs(entry.record, entry.columns)) misfiled ??= link.seq;
      accept(link, next.seq);
    }
    return link.hash;
  }

  function accept(link: Link, seq: number): void {
    if (next.at !== undefined && link.at < next.at) clockSteps.push(seq);
    if (seq === expected?.seq) seen = link.hash;
    next = { seq: seq + 1, prev: link.hash, chain: link.chain, at: link.at };
  }

  function finish(): ChainReport {
    const records = next.seq - start.seq;
    if (bad !== undefined) return { kind: 'broken', good: records, ...classifyFault({ next, bad, rest, expected }) };
    const lost = compareWithHead({ expected, seen, lastSeq: next.seq - 1 });
    if (lost !== undefined) return { kind: 'broken', good: records, ...lost };
    if (misfiled !== undefined) return { kind: 'broken', good: records, ...wrongIndex(misfiled) };
    const head = records === 0 || next.prev === undefined ? undefined : { seq: next.seq - 1, hash: next.prev };
    return { kind: 'intact', records, first: start.seq, head, attested: 0, witnesses: [], clockSteps };
  }

  return { add, finish };
}

function readLink(text: string): Link {
  const hash = sha256Hex(text);
  const record = readRecord(text);
  // Two texts of one record would be two records: a reader that takes the first of two members sees another one than we do.
  if (record === undefined || !isCanonical(text, record)) return { seq: undefined, prev: '', chain: '', at: '', hash };
  return { seq: record.seq, prev: record.prev, chain: record.chain, at: record.at, hash };
}

function isCanonical(text: string, record: JsonObject): boolean {
  try {
    return canonicalJson(record) === text;
  } catch {
    // A lone surrogate, or a number beyond what JSON can carry.
    return false;
  }
}

function follows(link: Link, next: { seq: number; prev?: string; chain?: string }): boolean {
  return (
    link.seq === next.seq &&
    (next.prev === undefined || link.prev === next.prev) &&
    (next.chain === undefined || link.chain === next.chain)
  );
}

function isInPosition(link: Link, entry: ChainEntry): boolean {
  return (entry.seq ?? link.seq) === link.seq && (entry.hash ?? link.hash) === link.hash;
}

// A list or a filter shows what these columns say. Whoever changes one hides a record that is still there.
function isFoundAs(text: string, columns: Columns): boolean {
  const record = readRecord(text);
  if (record === undefined) return false;
  const wanted = columnsOf(record, Date.parse(record.at));
  return COLUMNS.every((name) => wanted[name] === columns[name]);
}

function wrongIndex(seq: number) {
  const explanation = `record ${seq} is whole, but stands in the index as something else: lists and filters do not show it as it is`;
  return { fault: 'index', seq, explanation } as const;
}

interface HeadComparison {
  readonly expected: AuditHead | undefined;
  readonly seen: string | undefined;
  readonly lastSeq: number;
}

function compareWithHead({ expected, seen, lastSeq }: HeadComparison) {
  if (expected === undefined || seen === expected.hash) return undefined;
  if (lastSeq < expected.seq) {
    const explanation = `records ${lastSeq + 1} to ${expected.seq} are missing from the end`;
    return { fault: 'truncated', seq: lastSeq + 1, explanation } as const;
  }
  if (lastSeq === expected.seq) {
    return {
      fault: 'edited',
      seq: lastSeq,
      explanation: `record ${lastSeq} is not the one that was attested`,
    } as const;
  }
  const explanation = `record ${expected.seq} is not the one that was attested, and others follow it: the trail was put back and continued`;
  return { fault: 'rolled_back', seq: expected.seq, explanation } as const;
}
