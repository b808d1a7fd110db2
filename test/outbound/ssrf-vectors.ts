import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const FILE = '../shared/vectors/ssrf.json';

const schema = z.object({
  ip_classify: z.array(z.object({ ip: z.string(), expect: z.enum(['allow', 'deny']), why: z.string() })),
  dns_scenarios: z.array(z.object({ name: z.string(), answers: z.array(z.union([z.string(), z.array(z.string())])) })),
  redirect_scenarios: z.array(z.object({ status: z.number(), to: z.string() })),
  response_scenarios: z.array(z.object({ name: z.string() })),
});

/** `undefined` where the shared vectors are not checked out; the tests' own cases hold without them. */
export const SSRF_VECTORS = existsSync(FILE) ? schema.parse(JSON.parse(readFileSync(FILE, 'utf8'))) : undefined;

export const SKIPPED = 'skipped where the shared vectors are not checked out';
