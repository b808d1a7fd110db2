import type { AccessRule } from './access-rule-schema.ts';
import { matchingClaims } from './matching-claims.ts';
import type { AccessToken } from './verify-access-token.ts';

/** An agent that access tokens open, with the rules its owner signed. */
export interface AccessibleAgent {
  readonly kind: 'accessible';
  readonly agentId: string;
  readonly agentName: string;
  readonly rules: readonly AccessRule[];
}

export type AccessMatch =
  | {
      readonly kind: 'agent';
      readonly agent: AccessibleAgent;
      /** The vaults that its scopes open, where the rules say so; else those of the agent. */
      readonly vaultIds?: ReadonlySet<string>;
    }
  | { readonly kind: 'refused'; readonly because: 'claims' | 'ambiguous' }
  /** The agent is found, and the token has none of the scopes that would open a vault of it. */
  | { readonly kind: 'lacking'; readonly agent: AccessibleAgent; readonly scopes: readonly string[] };

/**
 * Which agent a verified access token opens. Two agents are none: which of them was meant would be a guess, and a guess
 * may be the wider one.
 */
export function matchAccess(agents: readonly AccessibleAgent[], resource: string, token: AccessToken): AccessMatch {
  const matches = agents.flatMap((agent) => {
    const rules = agent.rules.filter((rule) => isFor(rule, resource, token));
    return rules.length === 0 ? [] : [{ agent, rules }];
  });
  const [match, another] = matches;
  if (match === undefined) return { kind: 'refused', because: 'claims' };
  if (another !== undefined) return { kind: 'refused', because: 'ambiguous' };
  const { agent, rules } = match;
  const limits = rules.map(({ vaults }) => vaults).filter((vaults) => vaults !== undefined);
  if (limits.length < rules.length) return { kind: 'agent', agent };
  const opened = limits.flatMap((vaults) => Object.entries(vaults).filter(([scope]) => token.scopes.has(scope)));
  if (opened.length > 0) return { kind: 'agent', agent, vaultIds: new Set(opened.flatMap(([, ids]) => ids)) };
  return { kind: 'lacking', agent, scopes: [...new Set(limits.flatMap((vaults) => Object.keys(vaults)))] };
}

function isFor({ issuer, audience, claims }: AccessRule, resource: string, token: AccessToken): boolean {
  if (issuer !== token.issuer || audience !== resource) return false;
  return matchingClaims(token.claims, claims, { lists: true }) !== undefined;
}
