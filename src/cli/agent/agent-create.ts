import { z } from 'zod';
import type { AgentWithToken } from '../../identity/index.ts';
import { LIMIT_OPTIONS, limitInputs, limitsJson, limitsOf } from './agent-limits.ts';
import { EXPIRES_IN, expiresIn, tokenAnswer } from './agent-token-output.ts';
import type { Answer } from '../terminal/answer.ts';
import { defineCommand } from '../define-command.ts';
import { TOKEN_LOCATIONS, savedTokens } from './saved-token.ts';
import type { Owner } from '../owner/open-owner.ts';
import { isoTime, shortTime } from '../terminal/present.ts';
import { makeGrantedAgent } from './make-granted-agent.ts';
import { resolveVault } from '../item/resolve-item.ts';
import type { VaultSummary } from '../../vault/index.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentCreate = defineCommand({
  about: [
    'Make an agent, grant it vaults, and print its token: the only time it is shown. With `use` it can make calls',
    'with the items of these vaults and never see a value; with `read` programs that hold its token may resolve',
    'values. Without --vault it may use nothing; --own-vault makes a vault of the same name for it, as is recommended.',
    '',
    'The --allow options say where the agent may be used from, and hold for every token of it. The name of a client is',
    'what the client says of itself: it keeps mistakes out, not a thief of the token.',
    '',
    'With --keep the token is not printed but stored on this machine, in the keychain where there is one, else in a 0600',
    'file, for `keyward mcp --agent-token NAME`.',
  ].join('\n'),
  arguments: [['<name>', 'lower-case letters, digits, dot, underscore, hyphen']],
  options: [
    { flags: '--vault <vault>', description: 'a vault it may use; name or id', repeatable: true },
    { flags: '--own-vault', description: 'make a vault named after the agent, for it alone' },
    { flags: '--can <right>', description: 'use or read; use when left out' },
    EXPIRES_IN,
    ...LIMIT_OPTIONS,
    { flags: '--keep', description: 'keep the token on this machine instead of printing it' },
    { flags: '--without-token', description: 'do not show its token: for agents that workloads act as' },
  ],
  examples: [
    'keyward agent create claude-desktop --vault ai-agents --expires-in 30d',
    'keyward agent create ci --vault build --vault deploy --can read --expires-in 12h --json',
    'keyward agent create my-client --vault ai-agents --keep',
    'keyward agent create deploy-bot --own-vault --allow-transport http --allow-network 10.1.0.0/16',
  ],
  input: z.object({
    name: z.string(),
    vault: z.array(z.string()).default([]),
    ownVault: z.boolean().default(false),
    can: z.enum(['use', 'read'], 'expected use or read').default('use'),
    expiresIn,
    keep: z.boolean().default(false),
    withoutToken: z.boolean().default(false),
    ...limitInputs,
  }),
  run: async ({ vault: references, ownVault, can, keep, ...input }, context) =>
    withOwner(context, async (owner) => {
      const { name, expiresIn: expiresInMs } = input;
      const named = await Promise.all(references.map((reference) => resolveVault(owner, reference)));
      const own = ownVault ? [await makeVault(owner, name)] : [];
      const vaults = [...named, ...own];
      const limits = limitsOf(input);
      const draft = { name, can, expiresInMs, vaultIds: vaults.map(({ id }) => id), limits };
      const made = await makeGrantedAgent(owner, { draft, vaults, detail: { limits: limitsJson(limits) } }).catch(
        async (error: unknown) => {
          for (const vault of own) await dropVault(owner, vault);
          throw error;
        },
      );
      if (vaults.length === 0) context.terminal.say('no --vault: this agent may use nothing');
      if (input.withoutToken) return untokenedAnswer(made);
      return keep ? keptAnswer(owner, made) : tokenAnswer(made);
    }),
});

async function makeVault(owner: Owner, name: string): Promise<VaultSummary> {
  return owner.change(
    { type: 'vault.created', detail: { name } },
    { change: () => owner.vaults.createVault(name), describe: ({ id }) => ({ vault: { id, name } }) },
  );
}

// The vault was made for an agent that could not be made.
async function dropVault(owner: Owner, { id, name }: VaultSummary): Promise<void> {
  await owner.change(
    { type: 'vault.deleted', vault: { id, name } },
    { change: () => owner.vaults.deleteVault(id, { force: false }) },
  );
}

// Its own token is forgotten here and now. Its end is still the end of the agent.
function untokenedAnswer({ agent: { id, name, expiresAt } }: AgentWithToken): Answer {
  return {
    json: { id, name, expires_at: isoTime(expiresAt) },
    text: [
      `agent ${name} (${id}), until ${shortTime(expiresAt)} UTC, without a token`,
      `say who may act as it: keyward agent trust ${name}`,
    ],
  };
}

async function keptAnswer(owner: Owner, { agent, token }: AgentWithToken): Promise<Answer> {
  const { id, name, expiresAt } = agent;
  const { location } = await savedTokens(owner).save(name, { agentId: id, token, note: null });
  return {
    json: { id, name, kept: location, expires_at: isoTime(expiresAt) },
    text: [
      `agent ${name} (${id}), until ${shortTime(expiresAt)} UTC`,
      `its token is ${TOKEN_LOCATIONS[location]}: keyward mcp --agent-token ${name}`,
    ],
  };
}
