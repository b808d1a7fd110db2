import type { Json } from '../core/index.ts';

/** How much of one value may enter a record. Lengths in UTF-16 code units. */
export interface Bounds {
  readonly maxString: number;
  readonly maxMembers: number;
  readonly maxDepth: number;
}

/**
 * A copy of any value that canonical JSON can carry and that stays within bounds.
 *
 * Records hold words of agents, clients and servers: a lone surrogate must not make a record
 * unwritable (a call without record would be the result), and a 100 kB client name must not let
 * its sender fill the disk. What is cut says so.
 */
export function boundedJson(value: unknown, bounds: Bounds): Json {
  if (typeof value === 'string') return boundedString(value, bounds.maxString);
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return `[${typeof value}]`;
  if (bounds.maxDepth === 0) return '[cut: too deep]';
  const inner = { ...bounds, maxDepth: bounds.maxDepth - 1 };
  return Array.isArray(value) ? boundedArray(value, inner) : boundedObject(value, inner);
}

export function boundedString(text: string, max: number): string {
  if (text.length <= max) return text.isWellFormed() ? text : text.toWellFormed();
  return `${text.slice(0, max).toWellFormed()}…[cut: ${text.length - max} more]`;
}

function boundedArray(values: readonly unknown[], bounds: Bounds): Json {
  const remaining = values.slice(0, bounds.maxMembers).map((value) => boundedJson(value, bounds));
  return values.length > remaining.length
    ? [...remaining, `[cut: ${values.length - remaining.length} more]`]
    : remaining;
}

function boundedObject(value: object, bounds: Bounds): Json {
  const entries = Object.entries(value);
  const present = entries.filter(([, member]) => member !== undefined);
  const remaining: [string, Json][] = [];
  for (const [key, member] of present.slice(0, bounds.maxMembers))
    remaining.push([boundedString(key, bounds.maxString), boundedJson(member, bounds)]);
  if (present.length > remaining.length) remaining.push(['…', `[cut: ${present.length - remaining.length} more]`]);
  return Object.fromEntries(remaining);
}
