import { z } from 'zod';
import { createAgent } from '../../identity/index.ts';
import { EXPIRES_IN, expiresIn, tokenAnswer } from '../agent-token.ts';
import { defineCommand } from '../define-command.ts';
import { resolveVault } from '../resolve-item.ts';
import { withOwner } from '../with-owner.ts';

export const agentCreate = defineCommand({
  about: [
    'Make an agent, grant it vaults, and print its token: the only time it is shown. With `use` it can make calls',
    'with the items of these vaults and never see a value; with `read` programs that hold its token may resolve',
    'values. Without --vault it may use nothing.',
  ].join('\n'),
  arguments: [['<name>', 'lower-case letters, digits, dot, underscore, hyphen']],
  options: [
    { flags: '--vault <vault>', description: 'a vault it may use; name or id', repeatable: true },
    { flags: '--can <right>', description: 'use or read; use when left out' },
    EXPIRES_IN,
  ],
  examples: [
    'keyward agent create claude-desktop --vault ai-agents --expires-in 30d',
    'keyward agent create ci --vault build --vault deploy --can read --expires-in 12h --json',
  ],
  input: z.object({
    name: z.string(),
    vault: z.array(z.string()).default([]),
    can: z.enum(['use', 'read'], 'expected use or read').default('use'),
    expiresIn,
  }),
  run: async ({ name, vault: references, can, expiresIn: expiresInMs }, context) =>
    withOwner(context, async (owner) => {
      const vaults = await Promise.all(references.map((reference) => resolveVault(owner, reference)));
      const made = await owner.change(
        {
          type: 'agent.created',
          detail: { name, can, vaults: vaults.map(({ id, name: vaultName }) => ({ id, name: vaultName })) },
        },
        {
          change: () => createAgent(owner.agents, { name, can, expiresInMs, vaultIds: vaults.map(({ id }) => id) }),
          describe: ({ agent }) => ({ agent: { id: agent.id, name } }),
        },
      );
      if (vaults.length === 0) context.terminal.say('no --vault: this agent may use nothing');
      return tokenAnswer(made);
    }),
});
