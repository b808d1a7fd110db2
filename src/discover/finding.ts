export type Severity = 'alert' | 'review';

/** A credential in a text, with its value: lives within the scan of that text only, and goes into no answer. */
export interface Candidate {
  readonly rule: string;
  readonly label: string;
  /** Id of the service in the catalog, where the shape names it. */
  readonly service?: string;
  readonly severity: Severity;
  /** Bytes from the beginning of the text as it was read. */
  readonly start: number;
  readonly end: number;
  /** One character for each byte (Latin-1), without quotes and escapes. */
  readonly value: string;
  /** How many characters at the beginning of the value are public. */
  readonly publicLength: number;
  /** The name it is assigned to, where it has one. */
  readonly key?: string;
  /** Of two candidates for one range the higher one stands. */
  readonly rank: number;
}

/** Who brought a value into a repository, when. */
export interface CommitFacts {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string;
}

/** What a scan found, without the value: a caller that needs it scans `file` again and takes the one with this fingerprint. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly label: string;
  readonly severity: Severity;
  readonly masked: string;
  readonly fingerprint: string;
  readonly service?: string;
  readonly key?: string;
  /** Bytes of the text as it was decoded: with `utf-16le` and `utf-16be`, of its UTF-8 form. */
  readonly start: number;
  readonly end: number;
  readonly encoding: TextEncoding;
  readonly history?: CommitFacts;
}

/** Something that was not read, and why. */
export interface Skipped {
  readonly file: string;
  readonly skipped: string;
}

export type ScanItem = Finding | Skipped;

export type TextEncoding = 'bytes' | 'utf-16le' | 'utf-16be';
