import { existsSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { z } from 'zod';
import { casesByDepth } from '../../support/depth.ts';
import { OWN_CASES } from './own-cases.ts';

const FILE = '../shared/vectors/ssrf.json';

const allowOrBlock = z.enum(['allow', 'block']);
const schema = z.object({
  ip_classify: z.array(z.object({ ip: z.string(), expect: z.enum(['allow', 'deny']) })),
  url_literal: z.array(z.object({ url: z.string(), expect: z.enum(['block', 'dns']) })),
  allowlist_confusion: z.object({ cases: z.array(z.object({ url: z.string(), expect: allowOrBlock })) }),
  path_policy: z.object({ cases: z.array(z.object({ input: z.string(), expect: allowOrBlock })) }),
  hostport: z.array(z.object({ input: z.string(), host: z.string(), port: z.string() })),
  dns_scenarios: z.array(z.object({ name: z.string(), answers: z.array(z.union([z.string(), z.array(z.string())])) })),
  redirect_scenarios: z.array(z.object({ status: z.number(), to: z.string() })),
  method_rules: z.object({
    allow: z.array(z.string()),
    off_by_default: z.array(z.string()),
    refuse: z.array(z.string()),
  }),
  placeholder_rules: z.object({ cases: z.array(z.object({ where: z.string(), tpl: z.string() })) }),
  header_rules: z.object({
    refuse_names_case_insensitive: z.array(z.string()),
    cases: z.array(
      z.object({ name: z.string(), value: z.string(), plus: z.record(z.string(), z.string()).optional() }),
    ),
  }),
  response_scenarios: z.array(z.object({ name: z.string() })),
});

export type Vectors = z.infer<typeof schema>;

const shared = existsSync(FILE) ? schema.parse(JSON.parse(readFileSync(FILE, 'utf8'))) : undefined;

// Each whole in the tests of the room that decides it: `policy`, `outbound`, `redaction`.
function fewOfEach(vectors: Vectors): Vectors {
  return {
    ip_classify: casesByDepth(vectors.ip_classify),
    url_literal: vectors.url_literal,
    allowlist_confusion: { cases: casesByDepth(vectors.allowlist_confusion.cases) },
    path_policy: { cases: casesByDepth(vectors.path_policy.cases) },
    hostport: casesByDepth(vectors.hostport),
    dns_scenarios: casesByDepth(vectors.dns_scenarios),
    redirect_scenarios: casesByDepth(vectors.redirect_scenarios),
    method_rules: vectors.method_rules,
    placeholder_rules: { cases: casesByDepth(vectors.placeholder_rules.cases) },
    header_rules: { ...vectors.header_rules, cases: casesByDepth(vectors.header_rules.cases) },
    response_scenarios: casesByDepth(vectors.response_scenarios),
  };
}

/** Declare the tests of a section twice: for our own cases of its class, which always run, and for the shared ones. */
export function forEachSet(declare: (vectors: Vectors) => void): void {
  describe('our own cases', () => {
    declare(OWN_CASES);
  });
  describe.skipIf(shared === undefined)('the shared vectors (skipped where they are not checked out)', () => {
    declare(shared === undefined ? OWN_CASES : fewOfEach(shared));
  });
}
