import { z } from 'zod';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** RFC 8693, with the name of the agent beside it; members it knows beyond these are not looked at. */
export const exchangeSchema = z.object({
  grant_type: z.literal(GRANT_TYPE),
  agent: z.string().min(1).describe('Name of the agent that trusts the workload.'),
  subject_token: z.string().min(1).describe('The identity token of the job.'),
});

export const exchangedSchema = z.object({
  access_token: z.string().describe('A short token of the agent.'),
  issued_token_type: z.literal(ACCESS_TOKEN),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('Seconds.'),
});

export const oauthErrorSchema = z.object({
  error: z.enum(['invalid_request', 'invalid_grant', 'unsupported_grant_type', 'temporarily_unavailable']),
});

export const deprovisionedSchema = z.object({ id: z.string(), name: z.string(), deleted: z.literal(true) });
