import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { plainArguments, problemOf, type CallInput } from '../broker/index.ts';
import { portableSchema } from './portable-schema.ts';

/** Arguments of a tool as its schema reads them, or what is wrong with them. */
export type ReadArguments =
  | {
      readonly kind: 'arguments';
      readonly value: Readonly<Record<string, unknown>>;
      /** Names of what was sent beside what the tool describes. */
      readonly ignored: readonly string[];
    }
  | { readonly kind: 'refused'; readonly invalid: NonNullable<CallInput['invalid']> };

/**
 * The schema of a tool, shown as it is and never failing: arguments that do not fit are for the tool to answer and for
 * the trail to hold, and the SDK would do neither.
 */
export function argumentsSchema(schema: z.ZodObject): StandardSchemaWithJSON<Record<string, unknown>, ReadArguments> {
  const { jsonSchema } = portableSchema(schema)['~standard'];
  const validate = (value: unknown) => ({ value: readArguments(schema, value) });
  return { '~standard': { version: 1, vendor: 'keyward', validate, jsonSchema } };
}

/** Read arguments in whichever of the usual ways they were written, then hold them to the schema. */
export function readArguments(schema: z.ZodObject, value: unknown): ReadArguments {
  const plain = plainArguments(value, Object.keys(schema.shape));
  if (plain.kind === 'refused') return plain;
  const read = schema.safeParse(plain.value);
  if (read.success) return { kind: 'arguments', value: read.data, ignored: plain.ignored };
  return { kind: 'refused', invalid: problemOf(read.error.issues[0], plain.value) };
}
