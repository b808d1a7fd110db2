import { canonicalJson } from '../core/index.ts';
import type { Binding } from './binding-schema.ts';
import { canonicalise } from './canonicalise.ts';
import { decide, type PolicyState } from './decide.ts';
import { isReadMethod } from './judge-method.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { CanonicalRequest } from './request.ts';

export interface RedirectHop {
  /** The request whose answer points elsewhere. */
  readonly request: CanonicalRequest;
  readonly binding: Binding;
  readonly state: PolicyState;
  readonly next: URL;
}

/**
 * May the credential follow this hop? Judged as a request of its own, by the same evaluator: same origin, GET or HEAD, a
 * binding that opts in, allowed without asking (a person agreed to another request), and with an answer that may
 * show no more and no less. Counting hops is the caller's. Never throws.
 */
export function judgeRedirect(hop: RedirectHop): { readonly kind: 'follow'; readonly request: CanonicalRequest } | Refusal {
  const { request, binding, state, next } = hop;
  if (binding.redirects === undefined || !isReadMethod(request.method)) return stay('this item does not follow redirects');
  const judged = canonicalise({ method: request.method, url: next.href, headers: Object.fromEntries(request.headers) });
  if (judged.kind === 'refused') return judged;
  if (judged.request.origin !== request.origin) return stay('the redirect leads to another origin');

  const first = decide(request, binding, state);
  const then = decide(judged.request, binding, state);
  if (then.kind === 'deny') return refuse(then.code, then.reason);
  if (then.kind === 'ask') return stay('the redirect leads to a request a person must agree to');
  if (first.kind === 'deny' || canonicalJson(first.response) !== canonicalJson(then.response)) {
    return stay('the redirect leads to an answer under another rule');
  }
  return { kind: 'follow', request: judged.request };
}

function stay(reason: string): Refusal {
  return refuse('OUTBOUND_REDIRECT_REFUSED', reason);
}
