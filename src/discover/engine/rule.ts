import type { Candidate } from '../finding.ts';
import type { FileContext } from './file-context.ts';

/** A text as the rules see it. */
export interface ScannedText {
  readonly bytes: Buffer;
  readonly context: FileContext;
}

/** One position where a needle of the rule was found. */
export interface Hit extends ScannedText {
  readonly start: number;
  readonly end: number;
}

/** Where to look (`needles`, in any case), and what is there. */
export interface Rule {
  readonly needles: readonly string[];
  find(hit: Hit, emit: (candidate: Candidate) => void): void;
}

/** Ranks: what an issuer's shape says stands before what the surroundings say, and that before what a name says. */
export const RANK = { shape: 40, credentialFile: 35, structure: 30, reader: 20, name: 10 } as const;

/** A part of the text, one character for each byte. */
export function windowOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', Math.max(0, start), Math.min(bytes.length, end));
}

const WORD = /[A-Za-z0-9_]/;

/** True for a byte that would make a token only the end or the beginning of a longer word. */
export function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && WORD.test(String.fromCharCode(byte));
}
