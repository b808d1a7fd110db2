import { z } from 'zod';
import { revokeAgent } from '../../identity/index.ts';
import { agentSubject } from './agent-subject.ts';
import { defineCommand } from '../define-command.ts';
import { forgetSavedToken } from './saved-token.ts';
import { rotateVault } from '../owner/rotate-vault.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentRevoke = defineCommand({
  about: [
    'End an agent at once: its tokens are refused from the next call on, also by a running server, and cannot come back.',
    'With --rotate-keys the vaults it was granted get new keys too, for an agent whose token may have been stolen',
    'together with the database.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id; the id also works when the record of the agent was tampered with']],
  options: [{ flags: '--rotate-keys', description: 'give its vaults new keys; other agents go on' }],
  examples: ['keyward agent revoke claude-desktop', 'keyward agent revoke ci --rotate-keys'],
  input: z.object({ agent: z.string(), rotateKeys: z.boolean().default(false) }),
  run: async ({ agent: reference, rotateKeys }, context) =>
    withOwner(context, async (owner) => {
      const agent = await agentSubject(owner, reference);
      const granted = new Set((await owner.storage.identity.findAgent(agent.id))?.grants.map(({ vaultId }) => vaultId));
      const { id } = await owner.change(
        { type: 'agent.revoked', agent },
        { change: () => revokeAgent(owner.agents, agent.id) },
      );
      await forgetSavedToken(owner, agent);
      const vaults = rotateKeys ? (await owner.vaults.listVaults()).filter((vault) => granted.has(vault.id)) : [];
      for (const vault of vaults) await rotateVault(owner, vault);
      const rotated = vaults.map(({ name }) => name);
      return {
        json: { id, name: agent.name ?? null, revoked: true, ...(rotateKeys ? { rotated } : {}) },
        text: [`revoked the agent ${agent.name ?? id}`, ...rotated.map((name) => `the vault ${name} has a new key`)],
      };
    }),
});
