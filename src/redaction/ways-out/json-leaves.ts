import type { Json, JsonObject } from '../../core/index.ts';

export interface Leaves {
  /** All strings and numbers, in order. */
  readonly values: string;
  /** The strings of each key together, over all objects: the pieces of a text that came in many messages. */
  readonly columns: string;
  /** All keys, in order. */
  readonly keys: string;
}

/** Deeper values are withheld: whoever prints them would run out of stack. */
export const MAX_JSON_DEPTH = 256;

/** Strings from here on are looked at as lines of their own; shorter neighbours as pieces of one run. */
const LONG_STRING = 16;

/**
 * The strings of a JSON value laid end to end: a secret that was cut over neighbouring leaves, array
 * elements or messages is whole again there. Undefined when the value is nested too deep.
 */
export function joinLeaves(value: Json): Leaves | undefined {
  const collected: Collected = { values: '', lastLength: 0, keys: '', columns: new Map() };
  if (!collect(collected, value, { key: '', depth: 0 })) return undefined;
  return { values: collected.values, keys: collected.keys, columns: [...collected.columns.values()].join('\n') };
}

interface Collected {
  values: string;
  lastLength: number;
  keys: string;
  readonly columns: Map<string, string>;
}

interface Place {
  readonly key: string;
  readonly depth: number;
}

function collect(collected: Collected, value: Json, { key, depth }: Place): boolean {
  if (typeof value === 'string') {
    addString(collected, value);
    collected.columns.set(key, (collected.columns.get(key) ?? '') + value);
  } else if (typeof value === 'number') addNumber(collected, value);
  else if (isArray(value)) {
    return depth < MAX_JSON_DEPTH && value.every((item) => collect(collected, item, { key, depth: depth + 1 }));
  } else if (isObject(value)) return depth < MAX_JSON_DEPTH && collectMembers(collected, value, depth + 1);
  return true;
}

function collectMembers(collected: Collected, value: JsonObject, depth: number): boolean {
  for (const key of Object.keys(value)) {
    collected.keys += `${key}\n`;
    if (!collect(collected, value[key] ?? null, { key, depth })) return false;
  }
  return true;
}

function addString(collected: Collected, text: string): void {
  const apart = collected.lastLength >= LONG_STRING || text.length >= LONG_STRING;
  collected.values += apart ? `\n${text}` : text;
  collected.lastLength = text.length;
}

function addNumber(collected: Collected, value: number): void {
  collected.values += `\n${String(value)}\n`;
  collected.lastLength = LONG_STRING;
}

export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
