import type { Auths } from '../core/index.ts';
import { isPrivateOrigin, literalAddress } from './origin.ts';
import { placementProblems } from './placement-problems.ts';
import type { Rule } from './rule-schema.ts';

interface Parts {
  readonly origins: readonly string[];
  readonly auth: Auths;
  readonly rules: readonly Rule[];
  readonly headers?: readonly string[];
  readonly privateNetworks: readonly string[];
}

/** What is wrong between the parts of a binding that are each right by themselves. */
export function bindingProblems(binding: Parts): readonly string[] {
  const problems = [];
  if (binding.origins.some((origin) => crossesNetworksInClear(origin, binding))) {
    problems.push('http is only for a loopback or private address, or with private networks allowed: use https');
  }
  if (!binding.rules.some((rule) => rule.effect !== 'deny'))
    problems.push('a binding needs a rule that allows something');
  return [...problems, ...placementProblems(binding)];
}

function crossesNetworksInClear(origin: string, { privateNetworks }: Parts): boolean {
  if (!origin.startsWith('http:')) return false;
  return !isPrivateOrigin(origin) && (literalAddress(origin) !== undefined || privateNetworks.length === 0);
}
