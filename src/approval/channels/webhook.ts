import { z } from 'zod';
import type { Clock } from '../../core/index.ts';
import { noticeOf, type Channel } from '../channel.ts';
import type { Answer } from '../decide.ts';
import type { ApprovalStore } from '../store.ts';
import { judgeMessage, signedHeaders, type Mac, type MessageVerdict, type SignedMessage } from './webhook-signature.ts';

export interface WebhookPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WebhookOptions {
  readonly name: string;
  /** Sends it to the address of the owner, and answers the HTTP status. */
  readonly post: (message: WebhookPost) => Promise<number>;
  readonly mac: Mac;
  readonly clock: Clock;
  /** Where a person decides, without a token in it. */
  readonly link?: string | undefined;
}

/** A signed message to an address of the owner, such as a chat or a relay to a phone. */
export function webhookChannel({ name, post, mac, clock, link }: WebhookOptions): Channel {
  return {
    name,
    notify: async (summary) => {
      const { id, agent, item, host, method, path, answerBy } = noticeOf(summary);
      const data = { id, agent, item, host, method, path, answer_by: new Date(answerBy).toISOString() };
      const now = clock.now();
      const timestamp = String(Math.floor(now / 1000));
      const body = JSON.stringify({ type: 'approval.requested', timestamp: new Date(now).toISOString(), data, link });
      const headers = signedHeaders(mac, { id: `${id}.${timestamp}`, timestamp, body });
      const status = await post({ body, headers: { 'content-type': 'application/json', ...headers } });
      return status >= 200 && status < 300;
    },
  };
}

const answerSchema = z.strictObject({
  type: z.literal('approval.answer'),
  id: z.string(),
  digest: z.string(),
  answer: z.enum(['approve', 'deny']),
});

export interface WebhookAnswerer {
  readonly name: string;
  /** Whose answers they are: the owner says so, the message does not. */
  readonly approverId: string;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly store: Pick<ApprovalStore, 'claimOnce'>;
}

export type WebhookAnswer =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly why: Exclude<MessageVerdict, 'genuine'> | 'malformed' };

/**
 * Read an answer that came in by webhook: `{"type": "approval.answer", "id", "digest", "answer": "approve" | "deny"}`, signed
 * under a key of its own. A holder of that key answers as this approver, at tier `confirm` and no higher.
 */
export async function readWebhookAnswer(options: WebhookAnswerer, message: SignedMessage): Promise<WebhookAnswer> {
  const { name, approverId, mac, clock, store } = options;
  const verdict = await judgeMessage({ mac, store, now: clock.now() }, message);
  if (verdict !== 'genuine') return { kind: 'refused', why: verdict };
  const read = answerSchema.safeParse(parse(message.body));
  if (!read.success) return { kind: 'refused', why: 'malformed' };
  const { id, digest, answer } = read.data;
  return {
    kind: 'answer',
    answer: { id, digest, yes: answer === 'approve', approverId, assurance: 'confirm', channel: name },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
