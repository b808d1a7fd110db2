import type { Json, JsonObject } from '../../core/index.ts';

export interface Leaves {
  /** All strings and numbers, in order. */
  readonly values: string;
  /** The strings of each key together, over all objects: the pieces of a text that came in many messages. */
  readonly columns: string;
  /** All keys, in order. */
  readonly keys: string;
  /** What laying them out cost, in steps of the budget. */
  readonly steps: number;
}

/** A value, and a key that was not met before, cost more than their characters. */
const NODE_STEPS = 48;
const COLUMN_STEPS = 768;

/** Deeper values are withheld: a printer would run out of stack. */
export const MAX_JSON_DEPTH = 256;

/** Strings from here on are looked at as lines of their own; shorter neighbours as pieces of one run. */
const LONG_STRING = 16;

/** Of a longer string only the ends can be pieces: more of a secret than that is a fragment by itself. */
const PIECE = 16;

/** A key that comes more often is the name of a column, not a piece. */
const MAX_REPEATED_KEY = 16;

/**
 * The strings of a JSON value laid end to end: a secret that was cut over neighbouring leaves, array
 * elements or messages is whole again there. Undefined when the value is nested too deep.
 */
export function joinLeaves(value: Json): Leaves | undefined {
  const collected: Collected = { values: [], lastLength: 0, keys: [], columns: new Map(), nodes: 0 };
  const root = columnOf(collected, '');
  if (!collect(collected, value, { column: root, depth: 0 })) return undefined;
  return {
    values: collected.values.join(''),
    keys: collected.keys.join('\n'),
    columns: columnsOf(collected).join('\n'),
    steps: collected.nodes * NODE_STEPS + collected.columns.size * COLUMN_STEPS,
  };
}

// What came once under its key stands among the values.
function columnsOf({ columns }: Collected): string[] {
  const texts: string[] = [];
  for (const { strings, text } of columns.values()) if (strings > 1) texts.push(text);
  return texts;
}

interface Collected {
  readonly values: string[];
  lastLength: number;
  readonly keys: string[];
  readonly columns: Map<string, Column>;
  nodes: number;
}

interface Column {
  /** How often its key came. */
  count: number;
  /** How many strings it holds, and they laid end to end. */
  strings: number;
  text: string;
}

interface Position {
  readonly column: Column;
  readonly depth: number;
}

function collect(collected: Collected, value: Json, { column, depth }: Position): boolean {
  collected.nodes += 1;
  if (typeof value === 'string') addString(collected, value, column);
  else if (typeof value === 'number') addNumber(collected, value);
  else if (isArray(value)) {
    const inner = { column, depth: depth + 1 };
    return depth < MAX_JSON_DEPTH && value.every((item) => collect(collected, item, inner));
  } else if (isObject(value)) return depth < MAX_JSON_DEPTH && collectMembers(collected, value, depth + 1);
  return true;
}

function collectMembers(collected: Collected, value: JsonObject, depth: number): boolean {
  for (const key of Object.keys(value)) {
    const column = columnOf(collected, key);
    column.count += 1;
    if (column.count <= MAX_REPEATED_KEY) collected.keys.push(key);
    if (!collect(collected, value[key] ?? null, { column, depth })) return false;
  }
  return true;
}

function columnOf({ columns }: Collected, key: string): Column {
  const known = columns.get(key);
  if (known !== undefined) return known;
  const column = { count: 0, strings: 0, text: '' };
  columns.set(key, column);
  return column;
}

/** A byte that was written as a string. */
const BYTE = /^(?:\d{2,3}|0x[0-9a-f]{1,2})$/i;

function addString(collected: Collected, text: string, column: Column): void {
  if (BYTE.test(text)) collected.values.push('\n');
  if (collected.lastLength >= LONG_STRING || text.length >= LONG_STRING) collected.values.push('\n');
  collected.values.push(text);
  collected.lastLength = text.length;
  column.strings += 1;
  column.text += text.length <= 2 * PIECE ? text : `${text.slice(0, PIECE)}\0${text.slice(-PIECE)}`;
}

function addNumber(collected: Collected, value: number): void {
  collected.values.push(`\n${String(value)}\n`);
  collected.lastLength = LONG_STRING;
}

export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
