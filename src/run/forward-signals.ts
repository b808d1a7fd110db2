/** What a process can catch and another may be waiting for. Stopping (SIGTSTP) is left to the terminal. */
const SIGNALS = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGCONT',
  'SIGWINCH',
] as const satisfies readonly NodeJS.Signals[];

/** Ctrl-C and Ctrl-\ reach the whole foreground group: forwarded, the child would get them twice. */
const FROM_TERMINAL: readonly string[] = ['SIGINT', 'SIGQUIT', 'SIGWINCH'];

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
}

/** Hand every signal on to the child, and outlive it; answers what ends that. */
export function forwardSignals({ source, platform, sharesTerminal, send }: Forwarding): () => void {
  // Windows knows three of them.
  const known = platform === 'win32' ? (['SIGINT', 'SIGHUP', 'SIGTERM'] as const) : SIGNALS;
  const listeners = known.map((signal) => {
    const isDelivered = sharesTerminal && FROM_TERMINAL.includes(signal);
    return [signal, isDelivered ? () => undefined : () => send(signal)] as const;
  });
  for (const [signal, listener] of listeners) source.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) source.off(signal, listener);
  };
}
