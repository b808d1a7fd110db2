import { z } from 'zod';

import { authSchema, KeywardError } from '../core/index.ts';
import { bindingProblems } from './binding-problems.ts';
import { certificateFingerprint } from './certificate.ts';
import { isJsonPointer } from './json-pointer.ts';
import { BINDING_LIMITS } from './limits.ts';
import { originProblem, parseOrigin } from './origin.ts';
import { privateNetworkProblem } from './private-networks.ts';
import { parseRate } from './rate.ts';
import { checked, ruleSchema, termsShape } from './rule-schema.ts';

const auth = z.union([authSchema, z.array(authSchema).min(1).max(BINDING_LIMITS.placements).readonly()]);

const tls = z
  .strictObject({
    ca: z
      .string()
      .max(65_536)
      .refine((pem) => certificateFingerprint(pem) !== undefined, 'an authority is a certificate in PEM, without a key')
      .exactOptional(),
    pins: z
      .array(z.string().regex(/^sha256\/[A-Za-z0-9+/]{43}=$/, 'a pin is written as sha256/BASE64'))
      .min(1)
      .max(8)
      .readonly()
      .exactOptional(),
  })
  .readonly();

const timeLimit = z.int().min(100).max(BINDING_LIMITS.timeMs).exactOptional();

const egressLimits = z
  .strictObject({
    connectMs: timeLimit,
    firstByteMs: timeLimit,
    idleMs: timeLimit,
    timeoutMs: timeLimit,
    maxResponseBytes: z.int().min(0).max(BINDING_LIMITS.responseBytes).exactOptional(),
  })
  .readonly();

/**
 * Where a secret may go: the whole language of bindings, see docs/BINDINGS.md. Strict; the result is frozen, and
 * parsing it again gives the same.
 */
export const bindingSchema = z
  .strictObject({
    origins: z.array(checked(originProblem).transform(parseOrigin)).min(1).max(BINDING_LIMITS.origins).readonly(),
    auth,
    rules: z.array(ruleSchema).min(1).max(BINDING_LIMITS.rules).readonly(),
    ...termsShape,
    approval: termsShape.approval.unwrap().default('never'),
    response: termsShape.response.unwrap().prefault({ mode: 'scrubbed' }),
    rate: z
      .string()
      .refine((text) => parseRate(text) !== undefined, 'a rate is written as 60/min')
      .exactOptional(),
    capture: z
      .array(z.string().refine(isJsonPointer, 'a JSON pointer is written as /data/id'))
      .min(1)
      .max(BINDING_LIMITS.captures)
      .readonly()
      .exactOptional(),
    privateNetworks: z.array(checked(privateNetworkProblem)).max(BINDING_LIMITS.names).readonly().prefault([]),
    redirects: z
      .strictObject({ max: z.int().min(1).max(BINDING_LIMITS.redirects) })
      .readonly()
      .exactOptional(),
    tls: tls.exactOptional(),
    egressLimits: egressLimits.exactOptional(),
    /** The owner uses a secret that is easy to guess where answers are shown. */
    allowWeakSecret: z.literal(true).exactOptional(),
  })
  .superRefine((binding, context) => {
    for (const message of bindingProblems(binding)) context.addIssue({ code: 'custom', message });
  })
  .readonly();

export type Binding = z.output<typeof bindingSchema>;
/** What `bindingSchema` reads: rules may be short texts, methods may be words. */
export type BindingInput = z.input<typeof bindingSchema>;

/**
 * Read a binding. Throws `ITEM_INVALID` naming the first thing wrong with it and where.
 */
export function parseBinding(value: unknown): Binding {
  const parsed = bindingSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new KeywardError(
    'ITEM_INVALID',
    `binding${where === '' ? '' : ` at ${where}`}: ${issue?.message ?? 'not a binding'}`,
  );
}
