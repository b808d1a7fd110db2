import { z } from 'zod';

const issuer = z.url({ protocol: /^https?$/ }).max(512);

/** Whose identity tokens are taken for an agent. Signed with the agent. */
export const workloadTrustSchema = z.strictObject({
  /** As in `iss`, to the letter. Its keys are found by OpenID Connect discovery, unless they are given. */
  issuer,
  audience: z.string().min(1).max(512),
  /** By name of the claim, or JSON pointer into nested ones: one of these values, to the letter. */
  claims: z
    .record(z.string().min(1).max(256), z.array(z.string().max(512)).min(1).max(64))
    // Without a claim, any workload of the issuer, of whichever customer, would be this agent.
    .refine((claims) => Object.keys(claims).length > 0),
  ttl_ms: z.int().min(1_000).max(86_400_000),
  jwks: z.strictObject({ keys: z.array(z.record(z.string(), z.json())).min(1).max(32) }).optional(),
});

export type WorkloadTrust = z.infer<typeof workloadTrustSchema>;
