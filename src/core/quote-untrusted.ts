import { printable } from './printable.ts';

const MAX_CHARS = 80;

/**
 * Text of others inside a sentence of ours: in quotes it cannot leave, short, and with nothing in it that is not seen. A
 * sentence is read by people in chats and terminals, who must be able to tell who says what.
 */
export function quoteUntrusted(text: string): string {
  const cut = text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
  return `"${printable(cut).replaceAll('"', "'")}"`;
}
