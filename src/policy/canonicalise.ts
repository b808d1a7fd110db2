import type { Binding } from './binding-schema.ts';
import { judgeBody } from './judge-body.ts';
import { judgeHeaders } from './judge-headers.ts';
import { judgeMethod } from './judge-method.ts';
import { judgePath } from './judge-path.ts';
import { judgeQuery } from './judge-query.ts';
import { judgeUrl } from './judge-url.ts';
import { findPlaceholder } from './placeholder.ts';
import { refuse, type Refusal } from './refusal.ts';
import { requestDigest, type CanonicalRequest, type Method, type RawRequest } from './request.ts';

export type Canonicalised = { readonly kind: 'request'; readonly request: CanonicalRequest } | Refusal;

/** What the rules of a binding open of the forms a request may have. Without it: the plain ones. */
export interface OpenForms {
  /** Methods the rules name. */
  readonly methods?: readonly Method[];
  /** Some rule covers segments with encoded text. */
  readonly encoded?: boolean;
  /** Some rule lets a GET carry a body. */
  readonly getBody?: boolean;
}

/** What the rules of a binding open. Whether the one rule that speaks for a request does, `decide` judges. */
export function openForms({ rules }: Pick<Binding, 'rules'>): OpenForms {
  const allowing = rules.filter(({ effect }) => effect !== 'deny');
  return {
    methods: allowing.flatMap(({ methods }) => methods),
    encoded: allowing.some(({ path, encoded }) => encoded === true || path.split('/').includes('*%')),
    getBody: allowing.some(({ getBody }) => getBody === true),
  };
}

/**
 * Turn what an agent asked for into the one request that is judged, approved, recorded and sent, or refuse it.
 *
 * Raw text is judged strictly first and parsed once. Ambiguous, duplicate or conflicting input is refused and
 * never repaired or merged. Of the binding it knows what forms its rules open: an allowed destination is decided by
 * `decide`. Never throws.
 */
export function canonicalise(raw: RawRequest, open: OpenForms = {}): Canonicalised {
  const placeholder = findPlaceholder(raw);
  if (placeholder !== undefined) {
    return refuse(
      'POLICY_PLACEHOLDER_REFUSED',
      `a placeholder or a secret reference stands where a credential would (${placeholder})`,
    );
  }
  const method = judgeMethod(raw.method, open.methods);
  if (method.kind === 'refused') return method;
  const target = judgeUrl(raw.url);
  if (target.kind === 'refused') return target;
  const path = judgePath(target.url.pathname, { encoded: open.encoded === true });
  if (path.kind === 'refused') return path;
  const query = judgeQuery(target.url, raw.query);
  if (query.kind === 'refused') return query;
  const headers = judgeHeaders(raw.headers);
  if (headers.kind === 'refused') return headers;
  const body = judgeBody({ method: method.method, getBody: open.getBody }, raw.body, headers.contentType);
  if (body.kind === 'refused') return body;

  const request = {
    method: method.method,
    url: query.url,
    origin: query.url.origin,
    segments: path.segments,
    encoded: path.encoded,
    queryNames: query.names,
    headers: headers.headers,
    ...(body.body && { body: body.body }),
  };
  return { kind: 'request', request: Object.freeze({ ...request, digest: requestDigest(request) }) };
}
