import { z } from 'zod';
import type { AuditRecord } from '../../audit/index.ts';
import type { AgentSummary, TokenSummary } from '../../identity/index.ts';
import { standingOf, type Standing } from './agent-standing.ts';
import { limitLines, limitsJson } from './agent-limits.ts';
import { defineCommand } from '../define-command.ts';
import { lastUse } from './last-use.ts';
import { accessJson, agentJson, shortTime, tokenJson, workloadJson } from '../terminal/present.ts';
import { resolveAgent } from './resolve-agent.ts';
import { pairs, table } from '../terminal/table.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentDescribe = defineCommand({
  about: 'Show one agent whole: what it may use, from where, its tokens (never their text), when it was last used.',
  arguments: [['<agent>', 'name or id']],
  examples: ['keyward agent describe claude-desktop', 'keyward agent describe ci --json'],
  input: z.object({ agent: z.string() }),
  run: async ({ agent: reference }, context) =>
    withOwner(context, async (owner) => {
      const agent = await resolveAgent(owner, reference);
      const vaultNames = new Map((await owner.vaults.listVaults()).map(({ id, name }) => [id, name]));
      const latest = await lastUse(owner.trail, agent.id);
      const standing = standingOf(agent, owner.clock.now());
      return {
        json: {
          ...agentJson(agent, vaultNames),
          limits: limitsJson(agent.limits ?? {}),
          workloads: (agent.workloads ?? []).map(workloadJson),
          access: (agent.access ?? []).map(accessJson),
          tokens: agent.tokens.map(tokenJson),
          last_used_at: latest?.at ?? null,
          last_use: latest === undefined ? null : { type: latest.type, session: latest['session'] ?? null },
          standing,
        },
        text: describeLines({ agent, vaultNames, latest, standing }),
      };
    }),
});

interface Described {
  readonly agent: AgentSummary;
  readonly vaultNames: ReadonlyMap<string, string>;
  readonly latest: AuditRecord | undefined;
  readonly standing: Standing;
}

function describeLines({ agent, vaultNames, latest, standing }: Described): readonly string[] {
  const grants = agent.grants.map(({ vaultId, can }) => `${vaultNames.get(vaultId) ?? vaultId} (${can})`);
  return [
    agent.name,
    ...pairs([
      ['id', agent.id],
      ['status', standing === 'throttled' ? `${agent.status}, ${standing}` : agent.status],
      ['created', `${shortTime(agent.createdAt)} UTC`],
      ['until', `${shortTime(agent.expiresAt)} UTC`],
      ['last used', latest === undefined ? 'never' : `${shortTime(Date.parse(latest.at))} UTC (${latest.type})`],
      ['vaults', grants.length === 0 ? 'none' : grants.join(', ')],
      ...limitLines(agent.limits ?? {}),
      ...(agent.workloads ?? []).map(({ issuer, audience }) => ['trusts', `${issuer} for ${audience}`] as const),
      ...(agent.access ?? []).map(({ issuer, audience }) => ['access', `${issuer} for ${audience}`] as const),
    ]),
    'grants',
    ...table(
      ['vault', 'right', 'id'],
      agent.grants.map(({ id, vaultId, can }) => [vaultNames.get(vaultId) ?? vaultId, can, id]),
      '  none',
    ),
    'tokens',
    ...table(['kind', 'until (UTC)', 'uses', 'items', 'id'], agent.tokens.map(tokenRow), '  none'),
  ];
}

function tokenRow({ kind, expiresAt, uses, maxUses, itemIds, id }: TokenSummary): readonly string[] {
  const used = maxUses === undefined ? '' : `${String(uses ?? 0)} of ${String(maxUses)}`;
  return [kind, shortTime(expiresAt), used, itemIds === undefined ? '' : String(itemIds.length), id];
}
