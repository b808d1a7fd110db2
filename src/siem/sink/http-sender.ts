import { z } from 'zod';
import { KeywardError, type Logger } from '../../core/index.ts';
import type { Post } from '../../audit/index.ts';
import type { Send } from './batch.ts';

/** Posts each batch to an HTTP address: a collector of JSON lines, of CEF, of CSV. Anything but 2xx is a refusal. */
export function httpSender(url: string, post: Post): Send {
  return async ({ header, text, contentType, signal }) => {
    assertTaken(await post({ url, contentType, body: header + text, signal }));
  };
}

/**
 * Posts each batch to an OpenTelemetry collector (OTLP/HTTP, JSON). What a collector takes only in part it must not be sent
 * again (OTLP specification, "Partial Success"): the log says how many records it left out.
 */
export function otlpSender(url: string, post: Post, logger: Logger): Send {
  return async ({ text, signal }) => {
    const answer = await post({ url, contentType: 'application/json', body: text.trimEnd(), signal });
    assertTaken(answer);
    const rejected = rejectedOf(answer.body);
    if (rejected > 0) logger.warn({ rejected }, 'a collector left out records of the audit trail');
  };
}

export function assertTaken({ status }: { readonly status: number }): void {
  if (status >= 200 && status <= 299) return;
  // Refused credentials are told apart from an unreachable server: the first will not end by itself.
  if (status === 401 || status === 403) {
    throw new KeywardError('SINK_UNAUTHORIZED', 'the sink does not accept the credential');
  }
  throw new KeywardError('SINK_REFUSED', `the sink answered with status ${status}`);
}

const partialAnswer = z.object({ partialSuccess: z.object({ rejectedLogRecords: z.coerce.number() }) });

function rejectedOf(body: string): number {
  try {
    return partialAnswer.safeParse(JSON.parse(body)).data?.partialSuccess.rejectedLogRecords ?? 0;
  } catch {
    return 0;
  }
}
