import { z } from 'zod';
import type { Config } from '../../config/index.ts';
import { KeywardError, type Json } from '../../core/index.ts';
import { issueAccessToken, setAccessRules, type AgentSummary } from '../../identity/index.ts';
import { savedAccessTokens } from './saved-token.ts';
import { defineCommand } from '../define-command.ts';
import type { Owner } from '../owner/open-owner.ts';
import { accessJson, isoTime, shortTime } from '../terminal/present.ts';
import { resolveAgent } from './resolve-agent.ts';
import { splitClaim } from './split-claim.ts';
import { withOwner } from '../owner/with-owner.ts';

const inputSchema = z.object({
  agent: z.string(),
  issuer: z.string().optional(),
  audience: z.string().optional(),
  claim: z.array(z.string()).default([]),
  vaultScope: z.array(z.string()).default([]),
  remove: z.boolean().default(false),
});

type Input = z.output<typeof inputSchema>;

export const agentAccess = defineCommand({
  about: [
    'Say whose access tokens (OAuth, RFC 9068) open an agent over `keyward serve`, and give that server what it takes to',
    'open it: a token for this agent alone, stored in the keychain or a 0600 file. Issuer, audience and every claim must be',
    'what is said here, to the letter; a claim that is a list has it when one of its entries is. A claim given twice may be',
    'either. Each command adds a rule; without --claim it renews the saved token; --remove takes back rules and token.',
    '',
    'What a token may do is narrowed by its scopes: keyward:list, keyward:read (GET and HEAD) and keyward:write.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  options: [
    {
      flags: '--claim <name=value>',
      description: 'what must be in it, such as sub=alice; nested by JSON pointer',
      repeatable: true,
    },
    { flags: '--issuer <url>', description: 'as in the claim iss; the one of config.json when left out' },
    { flags: '--audience <url>', description: 'as in the claim aud; the resource of config.json when left out' },
    {
      flags: '--vault-scope <scope=vault>',
      description: 'this scope opens that vault of the agent; without any, all are open',
      repeatable: true,
    },
    { flags: '--remove', description: 'no access token opens it any more' },
  ],
  examples: [
    'keyward agent access research --claim sub=alice',
    'keyward agent access team --claim groups=platform --vault-scope keyward:vault:prod=prod',
    'keyward agent access team',
    'keyward agent access team --remove',
  ],
  input: inputSchema,
  run: async (input, context) =>
    withOwner(context, async (owner) => {
      const agent = await resolveAgent(owner, input.agent);
      if (input.remove) return remove(owner, agent);
      const { access = [] } = agent;
      const rules: readonly Json[] = [...access.map(accessJson), ...(await newRules(owner, input))];
      if (rules.length === 0) throw new KeywardError('CONFIG_INVALID', 'say at least one --claim');
      const expiresAt = await saveToken(owner, agent);
      await setRules(owner, agent, rules);
      const { id, name } = agent;
      return {
        json: { id, name, access: rules, expires_at: isoTime(expiresAt) },
        text: [
          `access tokens open the agent ${name} by ${String(rules.length)} rule(s), until ${shortTime(expiresAt)} UTC`,
        ],
      };
    }),
});

async function remove(owner: Owner, agent: AgentSummary) {
  const { id, name } = agent;
  await setRules(owner, agent, []);
  await savedAccessTokens(owner).forget(name);
  return { json: { id, name, access: [] }, text: [`no access token opens the agent ${name}`] };
}

// Before the rules: a server reads them anew when they change, and must find its token then.
async function saveToken(owner: Owner, { id, name }: AgentSummary): Promise<number> {
  const { token, expiresAt } = await owner.change(
    { type: 'agent.token_issued', agent: { id, name }, detail: { kind: 'access' } },
    {
      change: () => issueAccessToken(owner.agents, id),
      describe: ({ tokenId, expiresAt: until }) => ({
        detail: { kind: 'access', token_id: tokenId, expires_at: isoTime(until) },
      }),
    },
  );
  await savedAccessTokens(owner).save(name, { agentId: id, token, note: null });
  return expiresAt;
}

async function setRules(owner: Owner, { id, name }: AgentSummary, rules: readonly Json[]): Promise<void> {
  await owner.change(
    { type: 'agent.access_changed', agent: { id, name }, detail: { access: rules } },
    { change: () => setAccessRules(owner.agents, id, rules) },
  );
}

async function newRules(owner: Owner, input: Input): Promise<readonly Json[]> {
  const { claim, vaultScope } = input;
  if (claim.length === 0 && vaultScope.length === 0) return [];
  const { issuer, audience } = partiesOf(owner.config, input);
  const rule = { issuer, audience, claims: listsOf(claim.map((text) => splitClaim(text, '--claim'))) };
  if (vaultScope.length === 0) return [rule];
  const vaults = await owner.vaults.listVaults();
  const scopes = vaultScope
    .map((text) => splitClaim(text, '--vault-scope'))
    .map(([scope, wanted]): readonly [string, string] => {
      const vault = vaults.find(({ id, name }) => id === wanted || name === wanted);
      if (vault === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'vault not found');
      return [scope, vault.id];
    });
  return [{ ...rule, vaults: listsOf(scopes) }];
}

function partiesOf({ settings }: Config, input: Input): { readonly issuer: string; readonly audience: string } {
  const { resource, issuers = [] } = settings.oauth ?? {};
  const issuer = input.issuer ?? (issuers.length === 1 ? issuers[0] : undefined);
  const audience = input.audience ?? resource;
  if (issuer !== undefined && audience !== undefined) return { issuer, audience };
  throw new KeywardError('CONFIG_INVALID', 'say --issuer and --audience, or set `oauth` in config.json');
}

function listsOf(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string[]>> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) lists.set(name, [...(lists.get(name) ?? []), value]);
  return Object.fromEntries(lists);
}
