import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KeywardError, parseDuration, type Json } from '../../core/index.ts';
import { trustWorkloads, type WorkloadTrust } from '../../identity/index.ts';
import { defineCommand } from '../define-command.ts';
import { resolveAgent } from './resolve-agent.ts';
import { splitClaim } from './split-claim.ts';
import { withOwner } from '../owner/with-owner.ts';

const DEFAULT_TTL = '15m';

const inputSchema = z.object({
  agent: z.string(),
  issuer: z.string().optional(),
  audience: z.string().optional(),
  claim: z.array(z.string()).default([]),
  ttl: z.string().default(DEFAULT_TTL).transform(parseDuration),
  jwks: z.string().optional(),
  remove: z.boolean().default(false),
});

type Input = z.output<typeof inputSchema>;

export const agentTrust = defineCommand({
  about: [
    'Say whose identity tokens (OpenID Connect) may be exchanged for short tokens of an agent, so that a job of GitHub',
    'Actions or Kubernetes keeps no token of Keyward at all. Issuer, audience and every claim must be what is said here,',
    'to the letter; a claim given twice may be either. Each command adds a rule; --remove takes all of them back.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  options: [
    { flags: '--issuer <url>', description: 'as in the claim iss' },
    { flags: '--audience <name>', description: 'as in the claim aud' },
    {
      flags: '--claim <name=value>',
      description: 'what else must be in it; nested claims by JSON pointer: /kubernetes.io/namespace=build',
      repeatable: true,
    },
    { flags: '--ttl <duration>', description: `how long the tokens live; ${DEFAULT_TTL} when left out, at most 1d` },
    { flags: '--jwks <file>', description: 'the keys of the issuer, where it cannot be asked for them' },
    { flags: '--remove', description: 'trust no workload any more' },
  ],
  examples: [
    'keyward agent trust ci --issuer https://token.actions.githubusercontent.com --audience keyward ' +
      '--claim repository=acme/shop --claim ref=refs/heads/main',
    'keyward agent trust ci --remove',
  ],
  input: inputSchema,
  run: async (input, context) =>
    withOwner(context, async (owner) => {
      const { id, name, workloads = [] } = await resolveAgent(owner, input.agent);
      const before: readonly Json[] = workloads.map(jsonOf);
      const trusts = input.remove ? [] : [...before, await trustOf(input)];
      await owner.change(
        { type: 'agent.trust_changed', agent: { id, name }, detail: { workloads: trusts } },
        { change: () => trustWorkloads(owner.agents, id, trusts) },
      );
      return {
        json: { id, name, workloads: trusts },
        text: [
          trusts.length === 0
            ? `the agent ${name} trusts no workload`
            : `the agent ${name} trusts ${String(trusts.length)} kind(s) of workload`,
        ],
      };
    }),
});

function jsonOf({ jwks, ...trust }: WorkloadTrust): Json {
  return jwks === undefined ? trust : { ...trust, jwks };
}

async function trustOf({ issuer, audience, claim, ttl, jwks }: Input): Promise<Json> {
  if (issuer === undefined || audience === undefined) {
    throw new KeywardError('CONFIG_INVALID', 'say --issuer, --audience and at least one --claim, or --remove');
  }
  const claims = new Map<string, string[]>();
  for (const [name, value] of claim.map((text) => splitClaim(text, '--claim')))
    claims.set(name, [...(claims.get(name) ?? []), value]);
  const rule = { issuer, audience, claims: Object.fromEntries(claims), ttl_ms: ttl };
  return jwks === undefined ? rule : { ...rule, jwks: await readJwks(jwks) };
}

async function readJwks(path: string): Promise<Json> {
  try {
    return z.json().parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', '--jwks: the file does not hold keys that can be read', { cause });
  }
}
