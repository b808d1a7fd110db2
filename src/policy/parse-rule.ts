import { KeywardError } from '../core/index.ts';
import { METHODS, NAMED_METHODS, READ_METHODS } from './judge-method.ts';
import { pathGlobProblem } from './path-glob.ts';
import type { Method } from './request.ts';

/** What the short form of a rule says; the rest of a rule is written in JSON. */
export interface ShortRule {
  readonly effect?: 'deny';
  readonly methods: readonly Method[];
  readonly path: string;
}

/**
 * Read the short form of a rule: `GET,POST /v1/**`, `read-only /v1/**`, `read-write`, `!DELETE /v1/**`,
 * `GET /projects/*%/issues`.
 *
 * Without a path the rule means every path. Throws `ITEM_INVALID` for anything else.
 */
export function parseRule(text: string): ShortRule {
  const problem = ruleProblem(text);
  if (problem !== undefined)
    throw new KeywardError('ITEM_INVALID', `${problem}: ${JSON.stringify(text.slice(0, 200))}`);
  return readRule(text);
}

/** What is wrong with a short rule; undefined when nothing is. */
export function ruleProblem(text: string): string | undefined {
  const { methods, path } = readRule(text);
  if (methods.length === 0) return 'a rule reads METHODS PATH, such as "GET,POST /v1/**" or "read-only /**"';
  return pathGlobProblem(path);
}

/** The methods meant by `read-only`, `read-write` or a list such as `GET,POST`; empty when it is none of these. */
export function readMethods(text: string): readonly Method[] {
  if (text === 'read-only') return READ_METHODS;
  if (text === 'read-write') return METHODS;
  const names = text.toUpperCase().split(',');
  const known = NAMED_METHODS.filter((method) => names.includes(method));
  return known.length === names.length ? known : [];
}

/** The short form of a rule, as `parseRule` reads it. */
export function formatRule(rule: {
  effect?: 'allow' | 'deny' | undefined;
  methods: readonly Method[];
  path: string;
}): string {
  return `${rule.effect === 'deny' ? '!' : ''}${formatMethods(rule.methods)} ${rule.path}`;
}

function formatMethods(methods: readonly Method[]): string {
  if (methods.length === METHODS.length && METHODS.every((method) => methods.includes(method))) return 'read-write';
  const isReadOnly = methods.length === READ_METHODS.length && READ_METHODS.every((method) => methods.includes(method));
  return isReadOnly ? 'read-only' : methods.join(',');
}

function readRule(text: string): ShortRule {
  const denies = text.startsWith('!');
  const [methods = '', path = '/**', ...rest] = text
    .slice(denies ? 1 : 0)
    .trim()
    .split(/ +/);
  return { ...(denies && { effect: 'deny' as const }), methods: rest.length > 0 ? [] : readMethods(methods), path };
}
