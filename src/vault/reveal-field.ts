import { revealBytes } from '../core/hazmat.ts';
import type { Field } from './item.ts';

/**
 * The value as text, for the owner who asks for it at a terminal and is recorded doing so: the command
 * line calls this, nothing on the way of an agent's call does. What is not UTF-8 comes as base64.
 */
export function revealField({ value }: Pick<Field, 'value'>): string {
  const bytes = revealBytes(value);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}
