import type { Json } from '../core/index.ts';
import type { CallInput } from './call-input.ts';

// About 24,000 tokens: what clients commonly let one result take.
export const DEFAULT_MAX_CHARS = 80_000;
const MAX_MATCHES = 200;
const DEFAULT_CONTEXT = 2;
const CUT_NOTE = 'the rest was left out';

export interface Cut {
  readonly value: Json;
  readonly truncated: boolean;
  /** Where the next part begins, for `offset`. */
  readonly nextOffset?: number;
  /** Of a search: how many lines held the text. */
  readonly matches?: number;
}

export type CutInput = Pick<CallInput, 'max_chars' | 'offset' | 'tail' | 'grep' | 'context'>;

/**
 * As much of a body as was asked for: a search, a part of its text, or its beginning. JSON that is too long is cut
 * between the elements of its longest list, so that it stays JSON; where there is none it becomes the beginning of its text.
 */
export function cutBody(body: Json, text: string, input: CutInput): Cut {
  const maxChars = input.max_chars ?? DEFAULT_MAX_CHARS;
  if (input.grep !== undefined) return search(readableText(body, text), input, maxChars);
  if (input.offset !== undefined || input.tail !== undefined) return part(text, input, maxChars);
  if (text.length <= maxChars) return { value: body, truncated: false };
  return cutList(body, text, maxChars) ?? beginning(text, 0, maxChars);
}

function part(text: string, { offset, tail }: CutInput, maxChars: number): Cut {
  const wanted = tail === undefined ? (offset ?? 0) : text.length - Math.min(tail, maxChars);
  const start = Math.min(Math.max(wanted, 0), text.length);
  return beginning(text, isLowSurrogate(text, start) ? start + 1 : start, maxChars);
}

function beginning(text: string, start: number, maxChars: number): Cut & { readonly value: string } {
  const wanted = Math.min(start + maxChars, text.length);
  const end = wanted < text.length && isLowSurrogate(text, wanted) ? wanted - 1 : wanted;
  const isAll = start === 0 && end === text.length;
  return {
    value: text.slice(start, end),
    truncated: !isAll,
    ...(end < text.length ? { nextOffset: end } : {}),
  };
}

// The list with the most text, at the top or one level below: what services page.
function cutList(body: Json, text: string, maxChars: number): Cut | undefined {
  if (isList(body)) return cutElements(body, maxChars - 2, (elements) => elements);
  if (typeof body !== 'object' || body === null) return undefined;
  const lists = Object.entries(body).flatMap(([name, value]) =>
    isList(value) ? [{ name, value, size: JSON.stringify(value).length }] : [],
  );
  const [longest] = lists.sort((a, b) => b.size - a.size);
  if (longest === undefined) return undefined;
  const room = maxChars - (text.length - longest.size) - 2;
  return cutElements(longest.value, room, (elements) => ({ ...body, [longest.name]: elements }));
}

function cutElements(
  list: readonly Json[],
  room: number,
  around: (elements: readonly Json[]) => Json,
): Cut | undefined {
  const kept: Json[] = [];
  let left = room;
  for (const element of list) {
    left -= JSON.stringify(element).length + 1;
    if (left < 0) break;
    kept.push(element);
  }
  return kept.length === 0 ? undefined : { value: around(kept), truncated: true };
}

// Compared as text, never as a pattern: what an agent sends may cost no more than its length.
function search(text: string, { grep = '', context = DEFAULT_CONTEXT }: CutInput, maxChars: number): Cut {
  const wanted = grep.toLowerCase();
  const lines = text.split('\n');
  const hits = lines.flatMap((line, index) => (line.toLowerCase().includes(wanted) ? [index] : []));
  const shown = new Set(
    hits.slice(0, MAX_MATCHES).flatMap((hit) => Array.from({ length: 2 * context + 1 }, (_, at) => hit - context + at)),
  );
  const written: string[] = [];
  let before = -1;
  for (const index of [...shown].filter((at) => at >= 0 && at < lines.length).sort((a, b) => a - b)) {
    if (before !== -1 && index > before + 1) written.push('--');
    written.push(`${String(index + 1)}: ${lines[index] ?? ''}`);
    before = index;
  }
  const found = written.join('\n');
  const { value, truncated } = beginning(found, 0, maxChars);
  const isCut = found.length > maxChars && truncated;
  return {
    value: isCut ? `${value}\n(${CUT_NOTE})` : value,
    truncated: isCut || hits.length > MAX_MATCHES,
    matches: hits.length,
  };
}

// A line of JSON is often all of it.
function readableText(body: Json, text: string): string {
  return typeof body === 'string' ? text : JSON.stringify(body, undefined, 1);
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
