import type { Json } from '../core/index.ts';
import { resolvePointer, type ResponsePolicy } from '../policy/index.ts';
import type { CallInput } from './call-input.ts';

const DEFAULT_MAX_CHARS = 100_000;

export interface ToNarrow {
  readonly body: Json;
  readonly policy: ResponsePolicy;
  readonly input: Pick<CallInput, 'select' | 'max_chars'>;
}

export interface Narrowed {
  readonly value: Json;
  readonly truncated: boolean;
}

/**
 * The part of a scrubbed body that is shown: first what the binding projects, then what was selected,
 * then as many characters as were asked for. JSON that is too long becomes the beginning of its text.
 */
export function narrowBody({ body, policy, input }: ToNarrow): Narrowed {
  const projected = policy.mode === 'projection' ? pick(body, policy.pointers) : body;
  const selected = input.select === undefined ? projected : pick(projected, input.select);
  const maxChars = input.max_chars ?? DEFAULT_MAX_CHARS;
  const text = typeof selected === 'string' ? selected : JSON.stringify(selected);
  return text.length <= maxChars
    ? { value: selected, truncated: false }
    : { value: cut(text, maxChars), truncated: true };
}

/** Keep only what the pointers name, under the pointers themselves, so that nothing else of the shape shows. */
function pick(body: Json, pointers: readonly string[]): Json {
  const kept = pointers.flatMap((pointer) => {
    const value = resolvePointer(body, pointer);
    return value === undefined ? [] : [[pointer, value] as const];
  });
  return Object.fromEntries(kept);
}

function cut(text: string, maxChars: number): string {
  const end = isHighSurrogate(text, maxChars - 1) ? maxChars - 1 : maxChars;
  return text.slice(0, end);
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}
