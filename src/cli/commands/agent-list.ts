import { z } from 'zod';
import { listAgents, type AgentSummary } from '../../identity/index.ts';
import { defineCommand } from '../define-command.ts';
import { agentJson, shortTime } from '../present.ts';
import { table } from '../table.ts';
import { withOwner } from '../with-owner.ts';

export const agentList = defineCommand({
  about: 'List the agents, revoked ones too: what each may use, and until when. Never a token.',
  examples: ['keyward agent list', 'keyward agent list --json'],
  input: z.object({}),
  run: async (_input, context) =>
    withOwner(context, async ({ agents, vaults }) => {
      const vaultNames = new Map((await vaults.listVaults()).map(({ id, name }) => [id, name]));
      const found = await listAgents(agents);
      const rows = found.map((agent) => [
        agent.name,
        agent.status,
        shortTime(agent.expiresAt),
        grantsOf(agent, vaultNames),
        agent.id,
      ]);
      return {
        json: found.map((agent) => agentJson(agent, vaultNames)),
        text: table(
          ['agent', 'status', 'until (UTC)', 'vaults', 'id'],
          rows,
          'no agents yet: make one with `keyward agent create`',
        ),
      };
    }),
});

function grantsOf({ grants }: AgentSummary, vaultNames: ReadonlyMap<string, string>): string {
  return grants.map(({ vaultId, can }) => `${vaultNames.get(vaultId) ?? vaultId} (${can})`).join(', ');
}
