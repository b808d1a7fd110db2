import { isAbsolute } from 'node:path';
import { z } from 'zod';

// A relative path would mean another folder with every start.
const folder = z.string().refine(isAbsolute, 'expected an absolute path');

const address = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected an http or https url')
  .refine((text) => URL.canParse(text) && new URL(text).username === '', 'expected a url without a password');

const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: folder }),
  z.strictObject({ kind: z.literal('git'), path: folder, push: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('http'), url: address }),
]);

const witness = z.strictObject({ url: address, key: z.string().min(1).max(500) });

const checkpoints = z.strictObject({
  every_records: z.int().min(1).max(1_000_000).default(1_000),
  every_seconds: z.int().min(1).max(86_400).default(300),
  places: z.array(place).max(16).default([]),
  witnesses: z.array(witness).max(16).default([]),
});

/** Section `audit`: how often checkpoints are signed, where they are kept, who co-signs them. */
export const auditSection = z.strictObject({ checkpoints: checkpoints.prefault({}) });
