import { parseExactJson, type Json } from '../core/index.ts';
import type { Binding } from './binding-schema.ts';
import { isGraphqlQuery } from './graphql-document.ts';
import { hasLookalike, resolvePointer } from './json-pointer.ts';
import { readings } from './judge-path.ts';
import { compareSpecificity, compilePathGlob, matchesPathGlob, type PathGlob } from './path-glob.ts';
import type { CanonicalRequest } from './request.ts';
import type { JsonCondition, Rule } from './rule-schema.ts';

export interface NumberedRule {
  /** Position in the binding, from 0. */
  readonly number: number;
  readonly rule: Rule;
}

export type Selection =
  | ({ readonly kind: 'rule' } & NumberedRule)
  | { readonly kind: 'denied' }
  | { readonly kind: 'no-path' }
  /** Only its encoded segments keep it from being covered. */
  | { readonly kind: 'no-encoded' }
  | { readonly kind: 'no-method'; readonly rules: readonly Rule[] }
  | { readonly kind: 'no-body'; readonly rules: readonly Rule[] };

/**
 * The one rule that speaks for a request.
 *
 * 1. A rule that denies wins over all others. 2. Of the rules that cover method and path, those with the most specific
 * path are looked at and no others: a request never falls through to a wider path. 3. Of these, the first whose JSON
 * conditions hold; then the first without any. Order matters only between rules with equally specific paths.
 */
export function selectRule(request: CanonicalRequest, binding: Binding): Selection {
  const onPath = binding.rules
    .map((rule, number) => ({ rule, number, glob: globOf(rule) }))
    .filter(({ glob }) => matchesPathGlob(glob, request.segments, request.encoded));
  const covering = onPath.filter(({ rule }) => rule.methods.includes(request.method));
  if (binding.rules.some((rule) => denies(rule, request))) return { kind: 'denied' };

  const allowing = onPath.filter(({ rule }) => rule.effect !== 'deny');
  if (allowing.length === 0) return { kind: isCoveredDecoded(request, binding) ? 'no-encoded' : 'no-path' };
  if (covering.length === 0) return { kind: 'no-method', rules: allowing.map(({ rule }) => rule) };

  const candidates = mostSpecific(covering);
  if (candidates.some(({ glob }) => isStricterElsewhere(request, binding, glob))) return { kind: 'no-path' };
  const document = jsonBody(request);
  const selected =
    candidates.find(({ rule }) => rule.body?.json !== undefined && conditionsHold(rule.body.json, document)) ??
    candidates.find(({ rule }) => rule.body?.json === undefined);
  if (selected === undefined) return { kind: 'no-body', rules: candidates.map(({ rule }) => rule) };
  return { kind: 'rule', number: selected.number, rule: selected.rule };
}

function globOf({ path, encoded }: Rule): PathGlob {
  return compilePathGlob(path, encoded === true);
}

function isCoveredDecoded({ segments, encoded }: CanonicalRequest, { rules }: Binding): boolean {
  return encoded.length > 0 && rules.some((rule) => rule.effect !== 'deny' && matchesPathGlob(globOf(rule), segments));
}

// A server that takes the segment apart after all would come to a path for which another rule says more: then neither
// speaks for it.
function isStricterElsewhere(
  { segments, encoded, method }: CanonicalRequest,
  { rules }: Binding,
  glob: PathGlob,
): boolean {
  if (encoded.length === 0) return false;
  const others = rules
    .filter(({ effect, methods }) => effect !== 'deny' && methods.includes(method))
    .map(globOf)
    .filter((other) => compareSpecificity(other, glob) < 0);
  return readings(segments).some((reading) => others.some((other) => matchesPathGlob(other, reading)));
}

// What denies takes every wildcard for any text, and the path for all that servers could read it as.
function denies(rule: Rule, { method, segments, encoded }: CanonicalRequest): boolean {
  if (rule.effect !== 'deny' || !rule.methods.includes(method)) return false;
  const glob = globOf(rule);
  const paths = encoded.length === 0 ? [segments] : [segments, ...readings(segments)];
  return paths.some((path) => matchesPathGlob(glob, path) || matchesPathGlob(foldSegments(glob), foldSegments(path)));
}

// Many servers ignore capitals and a trailing slash, some trailing dots and blanks: what such a server would take for the
// denied path is denied. Only rules that allow are compared to the letter.
function foldSegments(segments: readonly string[]): readonly string[] {
  const folded = segments.map((segment) => (segment === '**' ? segment : segment.toLowerCase().replace(/[. ]+$/, '')));
  const end = folded.findLastIndex((segment) => segment !== '' && segment !== '=');
  return folded.slice(0, end + 1);
}

interface Covering extends NumberedRule {
  readonly glob: PathGlob;
}

function mostSpecific(covering: readonly Covering[]): readonly Covering[] {
  return covering.filter(({ glob }) => covering.every((other) => compareSpecificity(glob, other.glob) <= 0));
}

// Read back from the bytes that are sent, so that what is judged cannot differ from them.
function jsonBody({ body }: CanonicalRequest): Json | undefined {
  if (body?.kind !== 'json') return undefined;
  // A number that a double cannot hold is equal to nothing an owner wrote: rounded, it would be to what it is not.
  return parseExactJson(new TextDecoder().decode(body.bytes), (number) => `\0${number}`);
}

function conditionsHold(conditions: readonly JsonCondition[], document: Json | undefined): boolean {
  return (
    document !== undefined &&
    conditions.every(
      (condition) =>
        !hasLookalike(document, condition.pointer) && holds(condition, resolvePointer(document, condition.pointer)),
    )
  );
}

function holds(condition: JsonCondition, value: Json | undefined): boolean {
  if ('absent' in condition) return value === undefined;
  if ('oneOf' in condition) return condition.oneOf.some((allowed) => allowed === value);
  return typeof value === 'string' && isGraphqlQuery(value);
}
