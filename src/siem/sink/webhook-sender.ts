import type { Json, JsonObject } from '../../core/index.ts';
import type { Post } from '../../audit/index.ts';
import { sentenceOf, titleOf } from '../export/event-meaning.ts';
import type { ExportRecord } from '../export/export-format.ts';
import { recordFacts } from '../export/record-facts.ts';
import { valueAt } from '../../audit/index.ts';
import type { Send } from './batch.ts';
import { assertTaken } from './http-sender.ts';

type PostWithHeaders = (
  request: Parameters<Post>[0] & { headers?: Readonly<Record<string, string>> },
) => ReturnType<Post>;

/**
 * One POST of JSON for each record: `text` for people, which chat systems show as it is, and the record itself for programs.
 * `webhook-id` (Standard Webhooks) is the same when one is sent again.
 */
export function webhookSender(url: string, post: PostWithHeaders): Send {
  return async ({ records, signal }) => {
    for (const record of records) {
      const headers = { 'webhook-id': `${record.record.chain}.${record.record.seq}` };
      const body = JSON.stringify(messageOf(record));
      assertTaken(await post({ url, contentType: 'application/json', body, headers, signal }));
    }
  };
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
