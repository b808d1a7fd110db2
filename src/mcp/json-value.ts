import { z } from 'zod';
import type { Json } from '../core/index.ts';

// Nothing an API takes is nested as deep; a value that is would exhaust the stack of whatever walks it next.
const MAX_DEPTH = 64;

/** A JSON value an agent sends. The recursive schema of JSON stays out of sight: some clients refuse a tool with one. */
export const jsonValue = z
  .unknown()
  .pipe(z.custom<Json>((value) => isShallow(value, MAX_DEPTH), `a JSON value nested at most ${MAX_DEPTH} deep`))
  // Lists and scalars are taken as well; a schema of one type is what every client and model understands.
  .meta({ type: 'object', additionalProperties: true });

/**
 * Any JSON value in an answer, as single types: a schema that says nothing, and one of several types, is dropped or
 * refused by some clients. The descriptions keep zod from folding them into one.
 */
export const anyJson = z.unknown().meta({
  anyOf: ['object', 'array', 'string', 'number', 'boolean', 'null'].map((type) => ({ type, description: `a ${type}` })),
});

/** An object whose members depend on the case. */
export const anyObject = z.unknown().meta({ type: 'object', additionalProperties: true });

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}
