import { KeywardError } from '../core/index.ts';

/** Whether the service may have acted: `unknown` when the request went out and nothing came back. */
export type Sent = 'no' | 'yes' | 'unknown';

export interface Progress {
  readonly sent: Sent;
  /** Of the answer, when its head had come. */
  readonly status?: number | undefined;
}

/** The same error, saying how far the request had come. What it says already stays. */
export function withProgress(error: KeywardError, { sent, status }: Progress): KeywardError {
  const { code, message, hint } = error;
  const details = { sent, ...(status === undefined ? {} : { status }), ...error.details };
  return new KeywardError(code, message, { details, ...(hint === undefined ? {} : { hint }) });
}
