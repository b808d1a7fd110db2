import { isAbsolute } from 'node:path';
import { z } from 'zod';

// A relative path would mean another folder with every start.
const folder = z.string().refine(isAbsolute, 'expected an absolute path');

const address = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected an http or https url')
  .refine((text) => URL.canParse(text) && new URL(text).username === '', 'expected a url without a password');

const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: folder }),
  z.strictObject({ kind: z.literal('git'), path: folder, push: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('http'), url: address }),
]);

const witness = z.strictObject({ url: address, key: z.string().min(1).max(500) });

const checkpoints = z.strictObject({
  every_records: z.int().min(1).max(1_000_000).default(1_000),
  every_seconds: z.int().min(1).max(86_400).default(300),
  targets: z.array(target).max(16).default([]),
  witnesses: z.array(witness).max(16).default([]),
});

const response = z.enum(['off', 'note', 'alert', 'throttle', 'suspend']).optional();

const detection = z.strictObject({
  enabled: z.boolean().default(true),
  every_seconds: z.int().min(1).max(3_600).default(5),
  throttle_minutes: z.int().min(1).max(1_440).default(60),
  responses: z
    .strictObject({
      first_item: response,
      first_host: response,
      first_shape: response,
      first_client: response,
      first_network: response,
      barred: response,
      burst: response,
      sweep: response,
      denials: response,
      redaction: response,
      idle: response,
      honey: response,
    })
    .default({}),
});

const EXPORT_FORMATS = ['jsonl', 'ocsf', 'ecs', 'cef', 'otlp', 'syslog', '1password', 'csv'] as const;

/** Those with one JSON document on one line for each record. */
const JSON_LINES: ReadonlySet<string> = new Set(['jsonl', 'ocsf', 'ecs']);

const format = z.enum(EXPORT_FORMATS).default('jsonl');

/** Where a secret is: never the secret itself. */
const secretSource = z
  .string()
  .max(2_048)
  .refine((text) => text.startsWith('op://') || isAbsolute(text), 'expected an op:// reference or an absolute path');

const auth = z.strictObject({
  secret: secretSource,
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'expected the name of a header')
    .default('authorization'),
  prefix: z
    .string()
    .regex(/^[\u0020-\u007e]{0,64}$/, 'expected printable ASCII')
    .optional(),
});

const common = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes'),
  only: z.enum(['all', 'alerts']).default('all'),
  start: z.enum(['oldest', 'now']).default('oldest'),
};

const sink = z.discriminatedUnion('kind', [
  z
    .strictObject({
      ...common,
      kind: z.literal('http'),
      url: address,
      format: z.enum(EXPORT_FORMATS).optional(),
      shape: z.enum(['lines', 'elastic-bulk', 'datadog']).default('lines'),
      gzip: z.boolean().default(false),
      auth: auth.optional(),
    })
    .transform(({ format: named, ...rest }) => ({
      ...rest,
      format: named ?? (rest.shape === 'lines' ? 'jsonl' : 'ecs'),
    }))
    .refine(
      ({ shape, format: named }) => shape === 'lines' || JSON_LINES.has(named),
      'this shape needs jsonl, ocsf or ecs',
    ),
  z.strictObject({
    ...common,
    kind: z.literal('otlp'),
    url: address,
    gzip: z.boolean().default(false),
    auth: auth.optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('syslog'),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535).default(6_514),
    format: z.enum(EXPORT_FORMATS).default('syslog'),
    ca: folder.optional(),
    pins: z.array(z.string().max(100)).max(8).optional(),
    client: z.strictObject({ cert: folder, key: folder }).optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('file'), path: folder, format }),
  z.strictObject({
    ...common,
    kind: z.literal('webhook'),
    only: z.enum(['all', 'alerts']).default('alerts'),
    url: address,
    auth: auth.optional(),
    signing: z.strictObject({ secret: secretSource }).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('pino'),
    target: z.string().min(1).max(500),
    options: z.record(z.string(), z.json()).default({}),
    format,
  }),
]);

const sinks = z
  .array(sink)
  .max(16)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two sinks have the same name')
  .default([]);

/** One sink of the trail, as configured. */
export type SinkSettings = z.infer<typeof sink>;

/** Section `audit`: checkpoints and where they are stored, the detection of anomalies and what it does, sinks the trail is sent to. */
export const auditSection = z.strictObject({
  checkpoints: checkpoints.prefault({}),
  detection: detection.prefault({}),
  sinks,
});
