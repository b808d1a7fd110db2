import type { Binding } from './binding-schema.ts';
import { deny, type Denial } from './denial.ts';
import { DEFAULT_HEADERS } from './default-headers.ts';
import { isReadMethod } from './judge-method.ts';
import { DEFAULT_BODY_BYTES } from './limits.ts';
import { judgePlacement } from './judge-placement.ts';
import { foldQueryName, isSameHeader, placedNames } from './placed-names.ts';
import { quoteName } from './refusal.ts';
import { BODY_KINDS, type BodyKind, type CanonicalRequest } from './request.ts';
import type { Rule } from './rule-schema.ts';

// The list of default headers is long, and a model reads every refusal.
const MAX_TOLD = 128;

/** What a rule, or else its binding, says about query, headers, body and placement; undefined when the request keeps to it. */
export function judgeTerms(request: CanonicalRequest, rule: Rule, binding: Binding): Denial | undefined {
  return (
    judgeQueryTerm(request, rule, binding) ??
    judgeHeaderTerm(request, rule, binding) ??
    judgeBodyTerm(request, rule, binding) ??
    judgePlacement(request, binding)
  );
}

/** The kinds of body a rule lets through. */
function bodyKinds(rule: Rule, binding: Binding): readonly BodyKind[] {
  if (rule.body?.json !== undefined) return ['json'];
  return rule.body?.kinds ?? binding.body?.kinds ?? BODY_KINDS;
}

function judgeQueryTerm({ queryNames }: CanonicalRequest, rule: Rule, binding: Binding): Denial | undefined {
  const own = new Set(placedNames(binding.auth).query.map(foldQueryName));
  if (queryNames.some((name) => own.has(foldQueryName(name)))) {
    return deny(
      'POLICY_QUERY_NOT_ALLOWED',
      "the query parameter that carries the credential is not the caller's to set",
    );
  }
  const { term, judged } = queryTerm(rule, binding);
  const allowed = typeof term === 'string' ? [] : term;
  const extra = queryNames.find(
    (name) => judged.has(foldQueryName(name)) || (term !== 'any' && !allowed.includes(name)),
  );
  if (extra === undefined) return undefined;
  return deny('POLICY_QUERY_NOT_ALLOWED', `a query parameter ${quoteName(extra)} is not allowed here`, {
    query: allowed,
  });
}

// Servers of GraphQL and RPC take a member from the URL before the body: where a rule judges the body, parameters are
// closed unless the rule itself opens them, and those that stand for a judged member always.
function queryTerm(rule: Rule, binding: Binding) {
  const conditions = rule.body?.json ?? [];
  const term = rule.query ?? (conditions.length > 0 ? 'deny' : (binding.query ?? 'any'));
  return { term, judged: new Set(conditions.map(({ pointer }) => foldQueryName(pointer.split('/')[1] ?? ''))) };
}

function judgeHeaderTerm({ headers }: CanonicalRequest, rule: Rule, binding: Binding): Denial | undefined {
  const { headers: own } = placedNames(binding.auth);
  const isOwn = (name: string): boolean => own.some((each) => isSameHeader(name, each));
  const allowed = rule.headers ?? binding.headers ?? DEFAULT_HEADERS;
  const extra = headers.map(([name]) => name).find((name) => isOwn(name) || !allowed.includes(name));
  if (extra === undefined) return undefined;
  const reason = isOwn(extra)
    ? "the header that carries the credential is not the caller's to set"
    : `the header "${extra}" is not allowed here; the owner opens it with --allow-header ${extra}`;
  return deny('POLICY_HEADER_REFUSED', reason, { headers: allowed.filter((name) => !isOwn(name)).slice(0, MAX_TOLD) });
}

function judgeBodyTerm({ method, body }: CanonicalRequest, rule: Rule, binding: Binding): Denial | undefined {
  if (body === undefined) return undefined;
  if (isReadMethod(method) && rule.getBody !== true)
    return deny('POLICY_BODY_NOT_ALLOWED', `a ${method} request carries no body here`);
  const kinds = bodyKinds(rule, binding);
  if (!kinds.includes(body.kind)) {
    return deny('POLICY_BODY_NOT_ALLOWED', `a body given as ${body.kind} is not allowed here`, { body: { kinds } });
  }
  const maxBytes = rule.body?.maxBytes ?? binding.body?.maxBytes ?? DEFAULT_BODY_BYTES;
  if (body.bytes.byteLength <= maxBytes) return undefined;
  return deny('POLICY_BODY_TOO_LARGE', `the body is larger than ${maxBytes} bytes`, {
    body: { kinds, max_bytes: maxBytes },
  });
}
