import { authList, pathTemplate, type Auths } from '../core/index.ts';
import { compilePathGlob, couldMatchPrefix } from './path-glob.ts';
import { isSameHeader, isSameName, placedNames } from './placed-names.ts';
import { isRefusedHeader } from './refused-headers.ts';
import type { Rule } from './rule-schema.ts';

interface Parts {
  readonly auth: Auths;
  readonly rules: readonly Rule[];
  readonly headers?: readonly string[];
}

/** What is wrong with how a binding places its credentials. */
export function placementProblems(binding: Parts): readonly string[] {
  const { headers, authorizations, names, bodies, paths } = placedNames(binding.auth);
  const problems = [];
  if (headers.some((name) => name !== 'authorization' && isRefusedHeader(name))) {
    problems.push('the credential cannot be placed in that header');
  }
  const listed = [binding, ...binding.rules].flatMap((part) => part.headers ?? []);
  if (listed.some((name) => headers.some((own) => isSameHeader(name, own)))) {
    problems.push("the header that carries the credential is not the caller's to set");
  }
  if (hasTwins(names) || authorizations > 1) problems.push('two placements go to the same place');
  if (new Set(bodies).size > 1) problems.push('a body is either JSON or a form: place both secrets in the same kind');
  if (paths.length > 1) problems.push('one placement may be in the path');
  if (authList(binding.auth).some((auth) => auth.scheme === 'path' && !isReachable(auth.path, binding.rules))) {
    problems.push('no rule covers a path with the credential in it: write its segment into a rule, braces and all');
  }
  return problems;
}

function hasTwins(names: readonly string[]): boolean {
  return names.some((name, index) => names.slice(index + 1).some((other) => isSameName(name, other)));
}

function isReachable(path: string, rules: readonly Rule[]): boolean {
  const { segments } = pathTemplate(path);
  return rules.some((rule) => rule.effect !== 'deny' && couldMatchPrefix(compilePathGlob(rule.path), segments));
}
