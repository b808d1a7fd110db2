/** What a process can catch and another may be waiting for. */
const SIGNALS = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGTSTP',
  'SIGCONT',
  'SIGWINCH',
] as const satisfies readonly NodeJS.Signals[];

/** Keys and windows send these to the whole foreground group: forwarded, the child would get them twice. */
const FROM_TERMINAL: readonly string[] = ['SIGINT', 'SIGQUIT', 'SIGTSTP', 'SIGWINCH'];

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

export interface Forwarding {
  readonly source: SignalSource;
  readonly platform: NodeJS.Platform;
  /** The child is in the foreground group of the same terminal. */
  readonly sharesTerminal: boolean;
  send(signal: NodeJS.Signals): void;
  /** Stops this very process, until SIGCONT. */
  stopSelf(): void;
}

/** Hand every signal on to the child, and outlive it; answers what ends that. */
export function forwardSignals({ source, platform, sharesTerminal, send, stopSelf }: Forwarding): () => void {
  // Windows knows three of them.
  const known: readonly NodeJS.Signals[] = platform === 'win32' ? ['SIGINT', 'SIGHUP', 'SIGTERM'] : SIGNALS;
  const listeners = known
    // The terminal stops both: left alone, this process stops as any does.
    .filter((signal) => !(sharesTerminal && signal === 'SIGTSTP'))
    .map((signal) => {
      const forward = (): void => {
        send(signal);
        if (signal === 'SIGTSTP') stopSelf();
      };
      return [signal, sharesTerminal && FROM_TERMINAL.includes(signal) ? () => undefined : forward] as const;
    });
  for (const [signal, listener] of listeners) source.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) source.off(signal, listener);
  };
}
