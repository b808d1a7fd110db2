import { equal, ready } from '../../crypto/index.ts';
import type { ApprovalStore } from '../store.ts';

/** HMAC-SHA256 under the key of the webhook, which the composition root holds. */
export type Mac = (message: string) => Uint8Array;

export interface SignedMessage {
  readonly id: string;
  /** Seconds since the epoch, in decimal. */
  readonly timestamp: string;
  /** The raw text, as it was received. */
  readonly body: string;
  /** `v1,<base64>`, several of them with a space between while a key is replaced. */
  readonly signature: string;
}

export type MessageVerdict = 'genuine' | 'forged' | 'stale' | 'replayed';

const TOLERANCE_S = 300;

/** The headers of a message as Standard Webhooks has them. */
export function signedHeaders(mac: Mac, message: Omit<SignedMessage, 'signature'>): Readonly<Record<string, string>> {
  return {
    'webhook-id': message.id,
    'webhook-timestamp': message.timestamp,
    'webhook-signature': `v1,${Buffer.from(mac(signedText(message))).toString('base64')}`,
  };
}

/**
 * Whether a message comes from who holds the key, now, and for the first time in any process. A message that is not genuine
 * claims nothing, so no process can use up the id of one that is.
 */
export async function judgeMessage(
  { mac, store, now }: { readonly mac: Mac; readonly store: Pick<ApprovalStore, 'claimOnce'>; readonly now: number },
  message: SignedMessage,
): Promise<MessageVerdict> {
  await ready();
  if (!isSigned(mac, message)) return 'forged';
  if (!/^\d{1,12}$/.test(message.timestamp)) return 'forged';
  if (Math.abs(now / 1000 - Number(message.timestamp)) > TOLERANCE_S) return 'stale';
  // Twice the tolerance: one from a clock that is ahead stays acceptable that long.
  const until = now + 2 * TOLERANCE_S * 1000 + 1;
  return (await store.claimOnce(`webhook ${message.id}`, now, until)) ? 'genuine' : 'replayed';
}

function isSigned(mac: Mac, message: SignedMessage): boolean {
  const expected = mac(signedText(message));
  const given = message.signature.split(' ').filter((part) => part.startsWith('v1,'));
  return given.some((part) => equal(Buffer.from(part.slice('v1,'.length), 'base64'), expected));
}

function signedText({ id, timestamp, body }: Omit<SignedMessage, 'signature'>): string {
  return `${id}.${timestamp}.${body}`;
}
