import { z } from 'zod';
import type { Json } from '../core/index.ts';

/** What is answered instead of what was asked for. */
export const problemSchema = z.object({
  code: z
    .string()
    .max(64)
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .describe('Stable. A later server may know others.'),
  reason: z.string().max(2_000).describe('One sentence.'),
  hint: z.string().max(2_000).describe('What to do next.'),
  call_id: z.string().max(64).optional().describe('Id in the audit trail.'),
  nearest: z.unknown().pipe(z.custom<Json>()).optional().describe('The nearest request that would be allowed.'),
  approval_id: z.string().max(64).optional().describe('Of a call that a person was asked about.'),
  expires_at: z.string().max(40).optional().describe('Of a call that is pending: until when the person may answer.'),
  asked: z.array(z.string().max(64)).max(16).optional().describe('Of a call that is pending: how the person was told.'),
  sent: z
    .enum(['no', 'yes', 'unknown'])
    .optional()
    .describe('Of a call that failed: whether the request reached the service.'),
  status: z.int().optional().describe('Of a call that failed: the status of the service, when it is known.'),
  retry_after_s: z.int().min(0).optional().describe('Seconds after which the same call may pass.'),
});

export type Problem = z.infer<typeof problemSchema>;
