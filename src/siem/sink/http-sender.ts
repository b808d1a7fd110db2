import { z } from 'zod';
import { KeywardError, type Logger } from '../../core/index.ts';
import type { Send } from './batch.ts';

/** One POST to the address of a sink. Passed in: this room opens no connections. */
export type SinkPost = (request: {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}) => Promise<SinkAnswer & { readonly body: string }>;

export interface SinkAnswer {
  readonly status: number;
  /** How long the other side wants to be left alone, where it says so. */
  readonly retryAfterMs?: number | undefined;
}

/** Posts each batch to an HTTP address: a collector of JSON lines, of CEF, of CSV. Anything but 2xx is a refusal. */
export function httpSender(url: string, post: SinkPost): Send {
  return async ({ header, text, contentType, signal }) => {
    assertTaken(await post({ url, contentType, body: header + text, signal }));
  };
}

/**
 * Posts each batch to an OpenTelemetry collector (OTLP/HTTP, JSON). What a collector takes only in part it must not be sent
 * again (OTLP specification, "Partial Success"): the log says how many records it left out.
 */
export function otlpSender(url: string, post: SinkPost, logger: Logger): Send {
  return async ({ text, signal }) => {
    const answer = await post({ url, contentType: 'application/json', body: text.trimEnd(), signal });
    assertTaken(answer);
    const rejected = rejectedOf(answer.body);
    if (rejected > 0) logger.warn({ rejected }, 'a collector left out records of the audit trail');
  };
}

/** Throws `SINK_UNAUTHORIZED` or `SINK_REFUSED` with the status for anything but 2xx. */
export function assertTaken({ status, retryAfterMs }: SinkAnswer): void {
  if (status >= 200 && status <= 299) return;
  const details = { status, ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }) };
  // Refused credentials are told apart from an unreachable server: the first will not end by itself.
  if (status === 401 || status === 403) {
    throw new KeywardError('SINK_UNAUTHORIZED', 'the sink does not accept the credential', { details });
  }
  throw new KeywardError('SINK_REFUSED', `the sink answered with status ${status}`, { details });
}

const partialAnswer = z.object({ partialSuccess: z.object({ rejectedLogRecords: z.coerce.number() }) });

function rejectedOf(body: string): number {
  try {
    return partialAnswer.safeParse(JSON.parse(body)).data?.partialSuccess.rejectedLogRecords ?? 0;
  } catch {
    return 0;
  }
}
