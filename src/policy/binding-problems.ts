import { foldHeaderName, isRefusedHeader } from './refused-headers.ts';
import { isPrivateOrigin, literalAddress } from './origin.ts';
import type { Rule } from './rule-schema.ts';

interface Parts {
  readonly origins: readonly string[];
  readonly auth: { readonly scheme: string; readonly name?: string };
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
  const ownHeader = credentialHeader(binding.auth);
  if (ownHeader !== undefined && ownHeader !== 'authorization' && isRefusedHeader(ownHeader)) {
    problems.push('the credential cannot be placed in that header');
  }
  const listed = [binding, ...binding.rules].some(
    ({ headers }) => ownHeader !== undefined && headers?.some((name) => isSameHeader(name, ownHeader)) === true,
  );
  if (listed) problems.push("the header that carries the credential is not the caller's to set");
  return problems;
}

/** The lower-case name of the header a scheme places the credential in; undefined when it is not one of its own. */
export function credentialHeader(auth: Parts['auth']): string | undefined {
  return auth.scheme === 'header' ? auth.name?.toLowerCase() : undefined;
}

/** Whether servers may take one header for the other: the caller's for that of the credential. */
export function isSameHeader(name: string, ownHeader: string | undefined): boolean {
  return ownHeader !== undefined && foldHeaderName(name) === foldHeaderName(ownHeader);
}

function crossesNetworksInClear(origin: string, { privateNetworks }: Parts): boolean {
  if (!origin.startsWith('http:')) return false;
  return !isPrivateOrigin(origin) && (literalAddress(origin) !== undefined || privateNetworks.length === 0);
}
