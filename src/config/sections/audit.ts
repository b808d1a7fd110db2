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

const response = z.enum(['off', 'alert', 'throttle', 'suspend']).optional();

const watch = z.strictObject({
  enabled: z.boolean().default(true),
  every_seconds: z.int().min(1).max(3_600).default(5),
  throttle_minutes: z.int().min(1).max(1_440).default(60),
  responses: z
    .strictObject({
      first_item: response,
      first_host: response,
      first_shape: response,
      first_client: response,
      burst: response,
      sweep: response,
      denials: response,
      redaction: response,
      idle: response,
      honey: response,
    })
    .default({}),
});

/** Section `audit`: checkpoints and where they are kept, the watch for anomalies and what it does. */
export const auditSection = z.strictObject({ checkpoints: checkpoints.prefault({}), watch: watch.prefault({}) });
