import type { Readable, Writable } from 'node:stream';

interface MaybeTerminal {
  readonly isTTY?: boolean;
}

/** The three streams of a command: the process's own, or a test's. */
export interface ProcessStreams {
  readonly stdin: Readable & MaybeTerminal;
  readonly stdout: Writable & MaybeTerminal;
  readonly stderr: Writable & { readonly fd?: number };
}

type Listen = (signal: NodeJS.Signals, listener: () => void) => unknown;

/** Where signals arrive: the process, or what a test emits them on. */
export interface ProcessSignals {
  readonly on: Listen;
  readonly once: Listen;
  readonly off: Listen;
}
