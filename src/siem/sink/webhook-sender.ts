import type { Json, JsonObject } from '../../core/index.ts';
import { sentenceOf, titleOf } from '../export/event-meaning.ts';
import type { ExportRecord } from '../export/export-format.ts';
import { recordFacts } from '../export/record-facts.ts';
import { valueAt } from '../../audit/index.ts';
import type { Send } from './batch.ts';
import { assertTaken, type SinkPost } from './http-sender.ts';

/** The headers of a message that is signed, its id among them. */
export type SignWebhook = (message: {
  readonly id: string;
  readonly body: string;
}) => Promise<Readonly<Record<string, string>>>;

/**
 * One POST of JSON for each record: `text` for people, which chat systems show as it is, and the record itself for programs.
 * `webhook-id` (Standard Webhooks) is the same when one is sent again.
 */
export function webhookSender(url: string, post: SinkPost, sign: SignWebhook = unsigned): Send {
  return async ({ records, signal }) => {
    for (const record of records) {
      const body = JSON.stringify(messageOf(record));
      // No dot: a signature joins id, time and body with dots.
      const headers = await sign({ id: `${record.record.chain}_${record.record.seq}`, body });
      assertTaken(await post({ url, contentType: 'application/json', body, headers, signal }));
    }
  };
}

async function unsigned({ id }: { readonly id: string }): Promise<Readonly<Record<string, string>>> {
  return { 'webhook-id': id };
}

function messageOf({ record, hash }: ExportRecord): JsonObject {
  const facts = recordFacts(record, hash);
  const parts: Readonly<Record<string, Json | undefined>> = {
    text: withoutMarkup(facts.sentence === undefined ? sentenceOf(facts) : `${titleOf(facts.type)}: ${facts.sentence}`),
    type: facts.type,
    at: facts.at,
    id: facts.callId,
    rule: facts.rule,
    agent: valueAt(record, 'agent'),
    record,
    hash,
  };
  return Object.fromEntries(Object.entries(parts).flatMap(([key, part]) => (part === undefined ? [] : [[key, part]])));
}

// Chat systems make links and calls to sharedBroker out of angle brackets, and names in the sentence are chosen by others.
function withoutMarkup(text: string): string {
  return text.replaceAll('<', '\u2039').replaceAll('>', '\u203a');
}
