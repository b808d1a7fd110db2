import type { Json } from '../../core/index.ts';

/** What a command has to say, once it is done: the same facts for programs and for people. */
export interface Answer {
  /** Printed with `--json`. Lists are arrays. Left out by a command whose output is another program's. */
  readonly json?: Json;
  /** Printed without it: one element per line, shown escaped, so a foreign name cannot drive the terminal. */
  readonly text: readonly string[];
  /** From the table of exit codes; 0 when left out. */
  readonly exitCode?: number;
}
