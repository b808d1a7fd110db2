import { z } from 'zod';

// RFC 6749, section 3.3: printable, no space, no quote, no backslash.
const scopeName = z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,128}$/);

/** Whose access tokens (OAuth) open an agent, and how much of it. Signed with the agent. */
export const accessRuleSchema = z.strictObject({
  /** As in `iss`, to the letter. */
  issuer: z.url({ protocol: /^https?$/ }).max(512),
  /** As in `aud`: the resource identifier of the server, to the letter. */
  audience: z.string().min(1).max(512),
  claims: z
    .record(z.string().min(1).max(256), z.array(z.string().max(512)).min(1).max(64))
    // Without a claim, sharedBroker the issuer knows would be this agent.
    .refine((claims) => Object.keys(claims).length > 0),
  /** By scope, the vaults it opens, of those the agent was granted. Absent: all of these, whatever the scopes. */
  vaults: z.record(scopeName, z.array(z.string().max(64)).min(1).max(64)).optional(),
});

export type AccessRule = z.infer<typeof accessRuleSchema>;
