import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { toJSONSchema, type z } from 'zod';

type JsonSchema = Record<string, unknown>;

/**
 * A schema as every known client takes it: checked by zod, shown as plain JSON Schema without `$schema`,
 * `propertyNames` and bounds: some clients refuse them, no model needs them, and zod holds them anyway.
 */
export function portableSchema<T extends z.ZodObject>(schema: T): StandardSchemaWithJSON<z.input<T>, z.output<T>> {
  const shown = new Map<'input' | 'output', JsonSchema>();
  const show = (io: 'input' | 'output'): JsonSchema => {
    const known = shown.get(io) ?? portable(schema, io);
    shown.set(io, known);
    return known;
  };
  const { validate } = schema['~standard'];
  const jsonSchema = { input: () => show('input'), output: () => show('output') };
  return { '~standard': { version: 1, vendor: 'keyward', validate, jsonSchema } };
}

function portable(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...root } = toJSONSchema(schema, { io, override: ({ jsonSchema }) => simplify(jsonSchema) });
  return root;
}

const BOUNDS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'];

function simplify(node: JsonSchema): void {
  delete node['propertyNames'];
  for (const bound of BOUNDS) delete node[bound];
}
