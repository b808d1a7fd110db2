import { z } from 'zod';

const extent = z.strictObject({ ms: z.int(), uses: z.int() });

const rulesSchema = z.strictObject({
  /** Parts of the terms that have no column. */
  nonce: z.string(),
  notBefore: z.int(),
  /** The person the agent works for, where that person may not say yes to it. */
  requester: z.string().optional(),
  /** Of a request: what a bounded yes would cover, and how far it may reach. */
  scope: z.string().optional(),
  largest: extent.optional(),
  /** A yes that says nothing of its extent has the largest. */
  whole: z.boolean().optional(),
  /** The call that asked. */
  callId: z.string().optional(),
  /** Of a plan. */
  steps: z.array(z.strictObject({ itemId: z.string(), scope: z.string(), uses: z.int() })).optional(),
});

/** What the engine keeps with an approval beside its terms. */
export type KeptRules = z.infer<typeof rulesSchema>;

/** Throws `ZodError` for a row that this engine has not written. */
export function readRules(text: string): KeptRules {
  return rulesSchema.parse(JSON.parse(text));
}
