import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import type { Batch, Send } from './batch.ts';
import { assertTaken, type SinkPost } from './http-sender.ts';

const CONFLICT = 409;
// Of the answer only what is looked at: that of a whole batch may be larger than what is read of an answer.
const FILTER_PATH = 'errors,items.*.status';

/**
 * Posts each batch as the bulk API of Elasticsearch and OpenSearch takes it. The id of a document is the hash of its record: one that
 * is sent again is refused as there already, which is success.
 */
export function bulkSender(address: string, post: SinkPost): Send {
  const url = new URL(address);
  if (!url.searchParams.has('filter_path')) url.search += `${url.search === '' ? '?' : '&'}filter_path=${FILTER_PATH}`;
  return async (batch) => {
    const body = linesOf(batch)
      .map((line, index) => `${JSON.stringify({ create: { _id: batch.records[index]?.hash } })}\n${line}\n`)
      .join('');
    const answer = await post({ url: url.href, contentType: 'application/x-ndjson', body, signal: batch.signal });
    assertTaken(answer);
    assertAllTaken(answer.body);
  };
}

/** Posts each batch as one array, as the logs API of Datadog takes it. */
export function datadogSender(url: string, post: SinkPost, { hostname }: { readonly hostname?: string }): Send {
  return async (batch) => {
    const entries = linesOf(batch).map((line) => ({
      ddsource: 'keyward',
      service: 'keyward',
      hostname,
      ...jsonObject(line),
    }));
    const body = JSON.stringify(entries);
    assertTaken(await post({ url, contentType: 'application/json', body, signal: batch.signal }));
  };
}

// One line for each record: the settings let these shapes have no format of which that is not so.
function linesOf({ text }: Batch): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function jsonObject(line: string): object {
  const value: unknown = JSON.parse(line);
  return typeof value === 'object' && value !== null ? value : {};
}

const bulkAnswer = z.object({
  errors: z.boolean(),
  items: z.array(z.record(z.string(), z.object({ status: z.int() }))).default([]),
});

function assertAllTaken(body: string): void {
  const answer = bulkAnswer.safeParse(parse(body)).data;
  if (answer === undefined) throw new KeywardError('SINK_REFUSED', 'the answer of the bulk API cannot be read');
  if (!answer.errors) return;
  const states = answer.items.flatMap((item) => Object.values(item).map(({ status }) => status));
  const refused = states.find((status) => status >= 300 && status !== CONFLICT);
  if (refused !== undefined) assertTaken({ status: refused });
  else if (states.length === 0)
    throw new KeywardError('SINK_REFUSED', 'the answer of the bulk API does not name the records it refused');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
