import { z } from 'zod';
import { listAgents, type AgentSummary } from '../../identity/index.ts';
import { defineCommand } from '../define-command.ts';
import { shownStatus, standingOf } from './agent-standing.ts';
import { lastUse } from './last-use.ts';
import { agentJson, isoTime, shortTime } from '../terminal/present.ts';
import { table } from '../terminal/table.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentList = defineCommand({
  about: 'List the agents, revoked ones too: what each may use, until when, and when it was last used. Never a token.',
  examples: ['keyward agent list', 'keyward agent list --json'],
  input: z.object({}),
  run: async (_input, context) =>
    withOwner(context, async ({ agents, vaults, trail, clock }) => {
      const vaultNames = new Map((await vaults.listVaults()).map(({ id, name }) => [id, name]));
      const found = await listAgents(agents);
      const usedAt = await Promise.all(found.map(async ({ id }) => (await lastUse(trail, id))?.at));
      const now = clock.now();
      const rows = found.map((agent, index) => [
        agent.name,
        shownStatus(agent, now),
        shortTime(agent.expiresAt),
        shownTime(usedAt[index]),
        grantsOf(agent, vaultNames),
        agent.id,
      ]);
      return {
        json: found.map((agent, index) => ({
          ...agentJson(agent, vaultNames),
          standing: standingOf(agent, now),
          throttled_until: standingOf(agent, now) === 'throttled' ? isoTime(agent.throttledUntil ?? now) : null,
          last_used_at: usedAt[index] ?? null,
        })),
        text: table(
          ['agent', 'status', 'until (UTC)', 'last used (UTC)', 'vaults', 'id'],
          rows,
          'no agents yet: make one with `keyward agent create`',
        ),
      };
    }),
});

function shownTime(at: string | undefined): string {
  return at === undefined ? 'never' : shortTime(Date.parse(at));
}

function grantsOf({ grants }: AgentSummary, vaultNames: ReadonlyMap<string, string>): string {
  return grants.map(({ vaultId, can }) => `${vaultNames.get(vaultId) ?? vaultId} (${can})`).join(', ');
}
