import { canonicalJson, sha256Hex, type Json } from '../core/index.ts';

export type Scalar = string | number | boolean;
/** A list is the same name several times. */
export type Fields = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** Each name with each of its values, in order. */
export function fieldPairs(fields: Fields): readonly (readonly [string, Scalar])[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isList(value) ? value.map((each) => [name, each] as const) : [[name, value] as const],
  );
}

/** A request as an agent asks for it. Nothing in it is believed. */
export interface RawRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly query?: Fields | undefined;
  readonly body?: RawBody | undefined;
}

/** Exactly one of them. */
export interface RawBody {
  readonly json?: Json | undefined;
  /** JSON as it is written: sent with the numbers of this text, whatever their size. */
  readonly json_text?: string | undefined;
  readonly form?: Fields | undefined;
  readonly text?: string | undefined;
}

export type Method =
  | 'GET'
  | 'HEAD'
  | 'POST'
  | 'PUT'
  | 'PATCH'
  | 'DELETE'
  | 'OPTIONS'
  | 'PROPFIND'
  | 'PROPPATCH'
  | 'REPORT'
  | 'SEARCH'
  | 'QUERY'
  | 'MKCOL'
  | 'MKCALENDAR'
  | 'LOCK'
  | 'UNLOCK'
  | 'ACL'
  | 'VERSION-CONTROL'
  | 'CHECKOUT'
  | 'CHECKIN'
  | 'UNCHECKOUT'
  | 'LABEL';
export const BODY_KINDS = ['json', 'form', 'text'] as const;
export type BodyKind = (typeof BODY_KINDS)[number];

export interface CanonicalBody {
  readonly kind: BodyKind;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/**
 * The one form of a request: what is judged, approved, recorded and sent. Frozen; `url` must not be
 * changed, and `requestDigest` shows it if it was.
 */
export interface CanonicalRequest {
  readonly method: Method;
  /** Carries no user information and no fragment. */
  readonly url: URL;
  readonly origin: string;
  /** Percent-decoded path segments: what path patterns are compared with. */
  readonly segments: readonly string[];
  /** Positions of the segments that hold encoded separators, percent signs, `;` or nothing: only `*%` covers them. */
  readonly encoded: readonly number[];
  /** Decoded names of the query parameters, in every way a server may split the query. */
  readonly queryNames: readonly string[];
  /** Lower-case names, sorted, without duplicates. The content type stands with the body. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: CanonicalBody;
  /** Lower-case hex, see `requestDigest`. */
  readonly digest: string;
}

/**
 * SHA-256, as lower-case hex, over the canonical JSON of everything that is sent except the credential:
 * method, serialised URL, headers, and kind, type, length and hash of the body. Equal if and only if the requests are.
 */
export function requestDigest(request: Omit<CanonicalRequest, 'digest' | 'encoded'>): string {
  const { method, url, headers, body } = request;
  const bodyFacts = body && {
    kind: body.kind,
    content_type: body.contentType,
    bytes: body.bytes.byteLength,
    sha256: sha256Hex(body.bytes),
  };
  return sha256Hex(canonicalJson({ v: 1, method, url: url.href, headers, body: bodyFacts ?? null }));
}

function isList(value: Scalar | readonly Scalar[]): value is readonly Scalar[] {
  return Array.isArray(value);
}
