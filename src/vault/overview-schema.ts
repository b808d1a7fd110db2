import { z } from 'zod';
import { canonicalJson, type Json } from '../core/index.ts';
import { FIELD_TYPES } from './item.ts';

// Names travel into terminals, references and audit records: control characters and the marks that
// turn the writing direction could make one item look like another.
const NAME_PATTERN = /^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+(?<!\s)$/u;

const MAX_NAME_LENGTH = 256;
const MAX_LIST_LENGTH = 128;
const MAX_URL_LENGTH = 2048;

/** Total of an item's values in bytes: credentials and small files, not a file store. */
export const MAX_DETAILS_BYTES = 1024 * 1024;

export const nameSchema = z.string().max(MAX_NAME_LENGTH).regex(NAME_PATTERN);

const fieldSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  label: nameSchema,
  type: z.enum(FIELD_TYPES),
  section: nameSchema.optional(),
  byte_length: z.int().min(0).max(MAX_DETAILS_BYTES),
});

/** The sealed overview of an item; checked before it is written, and again when it is read. */
export const overviewSchema = z.strictObject({
  v: z.literal(1),
  title: nameSchema,
  category: nameSchema,
  tags: z.array(nameSchema).max(MAX_LIST_LENGTH),
  urls: z.array(z.string().min(1).max(MAX_URL_LENGTH).refine(isSealable)).max(MAX_LIST_LENGTH),
  binding: z.json().refine(isSealable).optional(),
  fields: z.array(fieldSchema).max(MAX_LIST_LENGTH).refine(hasUniqueIds),
  created_at: z.int(),
  updated_at: z.int(),
});

export type SealedOverview = z.infer<typeof overviewSchema>;

function hasUniqueIds(fields: readonly { readonly id: string }[]): boolean {
  return new Set(fields.map((field) => field.id)).size === fields.length;
}

// A lone surrogate has no UTF-8 form: it could not be read back as it was.
function isSealable(value: Json): boolean {
  try {
    return canonicalJson(value).length > 0;
  } catch {
    return false;
  }
}
