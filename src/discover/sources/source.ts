import type { CommitFacts, Skipped } from '../finding.ts';

/** One text to scan. `bytes` may be overwritten when the next one is asked for. */
export interface SourceText {
  /** As it is named in findings. */
  readonly file: string;
  /** What says what kind of text it is; `file` when left out. */
  readonly path?: string;
  readonly bytes: Buffer;
  /** For a part of a larger text: where in it the part begins, and which findings belong to it. */
  readonly part?: TextPart;
  /** Names the text to whatever knows more of it later, such as the id of a blob. */
  readonly id?: string;
}

export interface TextPart {
  readonly offset: number;
  readonly linesBefore: number;
  /** Findings that begin from here on, and before there, are this part's: parts overlap. */
  readonly ownFrom: number;
  readonly ownUntil: number;
}

export interface ScanSource {
  texts(): Iterable<SourceText | Skipped> | AsyncIterable<SourceText | Skipped>;
  /** True when having nothing to read is in order. */
  readonly mayBeEmpty?: boolean;
  /** Who brought these texts in, for those that had findings. */
  factsOf?(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, AgedCommit>>;
}

/** `age` grows towards the first commit: two commits may have been made in one second. */
export interface AgedCommit {
  readonly facts: CommitFacts;
  readonly age: number;
}
