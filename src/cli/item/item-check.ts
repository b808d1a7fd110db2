import { z } from 'zod';
import type { AuditRequest } from '../../audit/index.ts';
import { createUsageHistory, judge, type CallInput, type Evaluated, type NotEvaluated } from '../../broker/index.ts';
import { EXIT_CODES, KeywardError, newId, type Json } from '../../core/index.ts';
import type { RawRequest } from '../../policy/index.ts';
import { embeddedStore } from '../../secrets/index.ts';
import { defineCommand } from '../define-command.ts';
import type { Owner } from '../owner/open-owner.ts';
import { readAssignments } from './read-assignments.ts';
import { resolveItem } from './resolve-item.ts';
import { withOwner } from '../owner/with-owner.ts';

export const itemCheck = defineCommand({
  about: [
    'Say whether an agent that is granted the item could make this request, and why. It is the evaluator of real',
    'calls; no secret is opened and nothing is sent. Rates are not counted: they belong to a running server.',
    'Exit code 0 for allowed and for asked, 4 for denied.',
  ].join('\n'),
  arguments: [
    ['<item>', 'title, id, or vault/title'],
    ['<method>', 'GET, HEAD, POST, PUT, PATCH or DELETE'],
    ['<url>', 'absolute'],
  ],
  options: [
    { flags: '--header <name=value>', description: 'a request header', repeatable: true },
    { flags: '--query <name=value>', description: 'a query parameter', repeatable: true },
    { flags: '--body-json <json>', description: 'a JSON body' },
    { flags: '--body-form <name=value>', description: 'a field of a form', repeatable: true },
    { flags: '--body-text <text>', description: 'a body of plain text' },
  ],
  examples: [
    'keyward item check ai-agents/anthropic POST https://api.anthropic.com/v1/messages',
    'keyward item check ai-agents/anthropic GET https://evil.example/ --json',
    'keyward item check ai-agents/stripe POST https://api.stripe.com/v1/refunds --body-form charge=ch_1',
  ],
  input: z.object({
    item: z.string(),
    method: z.string(),
    url: z.string(),
    header: z.array(z.string()).optional(),
    query: z.array(z.string()).optional(),
    bodyJson: z.string().optional(),
    bodyForm: z.array(z.string()).optional(),
    bodyText: z.string().optional(),
  }),
  run: async ({ item: reference, method, url, header, query, ...bodies }, context) =>
    withOwner(context, async (owner) => {
      const vaults = await owner.vaults.openAll();
      const item = await resolveItem(vaults, reference);
      const store = embeddedStore({ vaults, changes: owner.storage.identity.changes });
      const request: RawRequest = {
        method,
        url,
        headers: readAssignments('--header', header),
        query: readAssignments('--query', query),
        body: bodyOf(bodies),
      };
      const deps = { store, principal: { agentId: 'owner' }, usage: createUsageHistory(), now: owner.clock.now() };
      const verdict = await judge(deps, { ...request, item: `${item.vaultId}/${item.id}` } satisfies CallInput);
      const finding = findingOf(verdict);
      await recordCheck(owner, verdict, finding);
      return {
        json: finding,
        text: findingLines(finding),
        exitCode: finding.decision === 'deny' ? EXIT_CODES.denied : EXIT_CODES.ok,
      };
    }),
});

interface Bodies {
  readonly bodyJson?: string | undefined;
  readonly bodyForm?: readonly string[] | undefined;
  readonly bodyText?: string | undefined;
}

// Two kinds at once are for the evaluator to refuse.
function bodyOf({ bodyJson, bodyForm, bodyText }: Bodies): RawRequest['body'] {
  if (bodyJson === undefined && bodyForm === undefined && bodyText === undefined) return undefined;
  const json = bodyJson === undefined ? undefined : parseJson(bodyJson);
  return { json, form: readAssignments('--body-form', bodyForm), text: bodyText };
}

type Finding = {
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly code: string;
  readonly reason: string;
  readonly nearest?: Json;
};

function findingOf(verdict: Evaluated | NotEvaluated): Finding {
  const refused =
    verdict.kind === 'unjudged' ? verdict : verdict.decision.kind === 'deny' ? verdict.decision : undefined;
  if (refused !== undefined) {
    const { code, reason, nearest } = refused;
    return { decision: 'deny', code, reason, ...(nearest === undefined ? {} : { nearest }) };
  }
  if (verdict.kind === 'unjudged' || verdict.decision.kind === 'deny')
    throw new TypeError('a refusal has been answered');
  const rule = verdict.binding.rules[verdict.decision.rule];
  const by = rule === undefined ? '' : ` by the rule ${rule.methods.join(',')} ${rule.path}`;
  if (verdict.decision.kind === 'allow')
    return { decision: 'allow', code: 'POLICY_ALLOWED', reason: `this request is allowed${by}` };
  return {
    decision: 'ask',
    code: 'APPROVAL_REQUIRED',
    reason: `this request is allowed${by} once a person agrees`,
  };
}

function findingLines({ decision, code, reason, nearest }: Finding): readonly string[] {
  return [
    `${decision}: ${reason} (${code})`,
    ...(nearest === undefined ? [] : [`nearest: ${JSON.stringify(nearest)}`]),
  ];
}

async function recordCheck(
  { trail, session, random }: Owner,
  verdict: Evaluated | NotEvaluated,
  { decision, code }: Finding,
): Promise<void> {
  const { item } = verdict;
  await trail.record({
    type: 'request.explained',
    call_id: newId(random),
    session,
    ...(item && {
      vault: { id: item.vaultId, name: item.vaultName },
      item: { id: item.id, title: item.title, version: item.version },
    }),
    ...(verdict.kind === 'judged' && { request: requestFacts(verdict) }),
    detail: { decision, code },
  });
}

function requestFacts({ request }: Evaluated): AuditRequest {
  const { method, origin, url, queryNames, digest, body } = request;
  return {
    method,
    origin,
    path: url.pathname,
    query_names: [...queryNames],
    digest,
    body_bytes: body?.bytes.byteLength,
  };
}

function parseJson(text: string): Json {
  try {
    return z.json().parse(JSON.parse(text));
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', '--body-json: expected JSON', { cause });
  }
}
