import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { CallInput } from '../broker/index.ts';
import { portableSchema } from './portable-schema.ts';

/** Arguments of a tool as its schema reads them, or what is wrong with them. */
export type ReadArguments =
  | { readonly kind: 'arguments'; readonly value: Readonly<Record<string, unknown>> }
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

function readArguments(schema: z.ZodObject, value: unknown): ReadArguments {
  const read = schema.safeParse(value ?? {});
  if (read.success) return { kind: 'arguments', value: read.data };
  const [issue] = read.error.issues;
  const isTooLarge = issue?.code === 'too_big';
  const code = isTooLarge ? 'MCP_ARGUMENTS_TOO_LARGE' : 'MCP_ARGUMENTS_INVALID';
  return { kind: 'refused', invalid: { code, reason: sentence(schema, issue, isTooLarge) } };
}

// Only our own names are repeated: below them stand names of the agent's, and of a service's it was told to use.
function sentence(schema: z.ZodObject, issue: z.core.$ZodIssue | undefined, isTooLarge: boolean): string {
  const field = String(issue?.path[0] ?? '');
  const about = Object.hasOwn(schema.shape, field) ? `the argument ${field}` : 'the arguments';
  if (isTooLarge) return `${about} may not be so large`;
  if (issue?.code === 'unrecognized_keys') return `${about} may hold nothing the tool does not describe`;
  // The messages of our own checks are our own words.
  if (issue?.code === 'custom') return `${about}: ${issue.message}`;
  return `${about} must be as the tool describes`;
}
