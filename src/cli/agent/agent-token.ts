import { z } from 'zod';
import { KeywardError, parseDuration } from '../../core/index.ts';
import { issueTaskToken, type ScopedItem, type TaskToken } from '../../identity/index.ts';
import type { ItemOverview } from '../../vault/index.ts';
import type { Answer } from '../terminal/answer.ts';
import { defineCommand } from '../define-command.ts';
import type { Owner } from '../owner/open-owner.ts';
import { isoTime, shortTime } from '../terminal/present.ts';
import { resolveAgent } from './resolve-agent.ts';
import { resolveItem } from '../item/resolve-item.ts';
import { withOwner } from '../owner/with-owner.ts';

const DEFAULT_TTL = '1h';

const inputSchema = z.object({
  agent: z.string(),
  ttl: z.string().default(DEFAULT_TTL).transform(parseDuration),
  items: z.array(z.string()).optional(),
  maxUses: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/, 'expected a whole number from 1')
    .transform(Number)
    .optional(),
  can: z.literal('use', 'expected use').optional(),
  deprovision: z.boolean().default(false),
  audit: z.boolean().default(false),
});

type Input = z.output<typeof inputSchema>;

export const agentToken = defineCommand({
  about: [
    'Make a token for a single job of an agent, narrower than the agent itself, and print it, this once. It ends with its',
    'time, with its uses, with the agent, whichever is first. One use is one item opened: a call, or a value read.',
    '',
    'With --deprovision the token can do one thing only: delete the agent (`keyward agent deprovision`). With --audit it can',
    'only read the audit trail, over HTTP from `keyward serve` (/api/v2/itemusages and /api/v2/auditevents), and opens nothing:',
    'make an agent without a vault for it.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  options: [
    { flags: '--ttl <duration>', description: `how long it lives: 24h, 15m; ${DEFAULT_TTL} when left out` },
    {
      flags: '--items <items>',
      description: 'the items it is for, by title, id or vault/title; comma-separated',
      repeatable: true,
    },
    { flags: '--max-uses <count>', description: 'how often in all it may open an item' },
    { flags: '--can <right>', description: 'use: no values, though the agent may read them' },
    { flags: '--deprovision', description: 'good for deleting the agent and nothing else' },
    { flags: '--audit', description: 'good for reading the audit trail over HTTP and nothing else' },
  ],
  examples: [
    'keyward agent token ci --ttl 24h --items build/npm,build/github --max-uses 20',
    'keyward agent token ci --ttl 30d --deprovision',
    'keyward agent token siem --ttl 90d --audit',
  ],
  input: inputSchema,
  run: async (input, context) =>
    withOwner(context, async (owner) => {
      refuseMixture(input);
      const { id, name } = await resolveAgent(owner, input.agent);
      const items = await itemsOf(owner, input.items);
      const kind = input.deprovision ? 'deprovision' : input.audit ? 'audit' : 'task';
      const scope = { kind, items: items?.map(scoped), maxUses: input.maxUses, can: input.can } as const;
      const made = await owner.change(
        { type: 'agent.token_issued', agent: { id, name }, detail: { kind, ...limitsOf(input, items) } },
        {
          change: () => issueTaskToken(owner.agents, id, { ...scope, expiresInMs: input.ttl }),
          describe: ({ tokenId, expiresAt }) => ({
            detail: { kind, ...limitsOf(input, items), token_id: tokenId, expires_at: isoTime(expiresAt) },
          }),
        },
      );
      return answerOf(made, limitsOf(input, items));
    }),
});

function refuseMixture({ deprovision, audit, items, maxUses, can }: Input): void {
  const isNarrowed = items !== undefined || maxUses !== undefined || can !== undefined;
  if (!(deprovision && audit) && !((deprovision || audit) && isNarrowed)) return;
  const flag = deprovision ? '--deprovision' : '--audit';
  throw new KeywardError('CONFIG_INVALID', `${flag} stands alone: such a token opens no item`);
}

async function itemsOf(
  owner: Owner,
  lists: readonly string[] | undefined,
): Promise<readonly ItemOverview[] | undefined> {
  if (lists === undefined) return undefined;
  const references = lists.flatMap((list) => list.split(',')).map((reference) => reference.trim());
  const vaults = await owner.vaults.openAll();
  return Promise.all(references.filter((text) => text !== '').map((reference) => resolveItem(vaults, reference)));
}

function scoped({ vaultId, id }: ItemOverview): ScopedItem {
  return { vaultId, itemId: id };
}

function limitsOf({ maxUses }: Input, items: readonly ItemOverview[] | undefined) {
  return {
    items: items?.map(({ vaultName, title }) => `${vaultName}/${title}`) ?? null,
    max_uses: maxUses ?? null,
  };
}

function answerOf({ agent, tokenId, token, expiresAt }: TaskToken, limits: ReturnType<typeof limitsOf>): Answer {
  const { id, name } = agent;
  return {
    json: { id, name, token_id: tokenId, token, expires_at: isoTime(expiresAt), ...limits },
    text: [
      `agent ${name} (${id}), until ${shortTime(expiresAt)} UTC`,
      'a token for one job, shown this once; keep it as you would keep a password:',
      token,
    ],
  };
}
