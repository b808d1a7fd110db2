import { printable, type Json, type JsonObject } from '../../core/index.ts';
import { MEMBER_FIELDS, type TabledFormat } from './member-fields.ts';
import type { RecordFacts } from './record-facts.ts';

/**
 * What a record says and no field of the format does, as a tree under the record's own names, every text printable: so that a
 * member that is new reaches every collector before anyone has thought of a field for it.
 */
export function ownMembers(facts: RecordFacts, format: TabledFormat): JsonObject {
  const left = without(facts.record, '', (path) => hasField(path, facts, format));
  return left !== undefined && isTree(left) ? left : {};
}

/** The same as a list: names with dots between them, and arrays as JSON text. */
export function ownPairs(facts: RecordFacts, format: TabledFormat): readonly Pair[] {
  return pairsOf(ownMembers(facts, format), '');
}

export type Pair = readonly [name: string, value: string | number | boolean];

function without(value: Json, path: string, isDropped: (path: string) => boolean): Json | undefined {
  if (value === null || isDropped(path)) return undefined;
  if (typeof value === 'string') return printable(value);
  if (typeof value !== 'object') return value;
  if (!isTree(value)) return value.map((element: Json) => without(element, '[]', () => false) ?? null);
  const entries = Object.entries(value).flatMap(([key, member]): [string, Json][] => {
    const inner = without(member, path === '' ? key : `${path}.${key}`, isDropped);
    return inner === undefined ? [] : [[printable(key), inner]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function hasField(path: string, facts: RecordFacts, format: TabledFormat): boolean {
  return MEMBER_FIELDS[path]?.[format] !== undefined && isRead(path, facts);
}

// A group that could not be read as what it should be reaches no field: then it stays among the rest.
function isRead(path: string, { actor, agent, client, item, request, vault }: RecordFacts): boolean {
  if (path.startsWith('session.principal.')) return path === 'session.principal.token_id' || actor?.kind === 'agent';
  if (path.startsWith('session.client.')) return client !== undefined;
  if (path.startsWith('agent.')) return agent !== undefined;
  if (path.startsWith('item.')) return item !== undefined;
  if (path.startsWith('vault.')) return vault !== undefined;
  return !path.startsWith('request.') || request !== undefined;
}

function pairsOf(value: JsonObject, path: string): readonly Pair[] {
  return Object.entries(value).flatMap(([key, member]): readonly Pair[] => {
    const name = path === '' ? key : `${path}.${key}`;
    if (member === null) return [];
    if (typeof member !== 'object') return [[name, member]];
    return Array.isArray(member) ? [[name, JSON.stringify(member)]] : pairsOf(isTree(member) ? member : {}, name);
  });
}

function isTree(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
