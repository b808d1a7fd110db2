import { REQUEST_LIMITS } from './limits.ts';
import { refuse, type Refusal } from './refusal.ts';
import { isRefusedHeader } from './refused-headers.ts';

type JudgedHeaders =
  | {
      readonly kind: 'headers';
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly contentType: string | undefined;
    }
  | Refusal;

/** True for a field name (RFC 9110 section 5.1). */
export function isHeaderName(name: string): boolean {
  return name.length <= REQUEST_LIMITS.headerNameChars && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}

/** Judge header names and values; gives lower-case names in order, the content type apart. */
export function judgeHeaders(raw: Readonly<Record<string, string>> | undefined): JudgedHeaders {
  const headers = new Map<string, string>();
  let bytes = 0;
  for (const [rawName, rawValue] of Object.entries(raw ?? {})) {
    const name = rawName.toLowerCase();
    const refusal = judgeHeader(rawName, rawValue) ?? (headers.has(name) ? duplicate() : undefined);
    if (refusal !== undefined) return refusal;
    headers.set(name, rawValue.replace(/^[\t ]+/, '').trimEnd());
    bytes += name.length + rawValue.length;
  }
  if (headers.size > REQUEST_LIMITS.headers || bytes > REQUEST_LIMITS.headerBytes) {
    return refuse('POLICY_REQUEST_TOO_LARGE', 'the request has too many headers');
  }
  const contentType = headers.get('content-type');
  headers.delete('content-type');
  return { kind: 'headers', headers: sorted(headers), contentType };
}

function judgeHeader(rawName: string, value: string): Refusal | undefined {
  if (!isHeaderName(rawName)) return refuse('POLICY_HEADER_REFUSED', 'a header name is not a plain token');
  const name = rawName.toLowerCase();
  if (isRefusedHeader(name))
    return refuse('POLICY_HEADER_REFUSED', `the header "${name}" may not be set by the caller`);
  if (value.length > REQUEST_LIMITS.headerValueChars) {
    return refuse(
      'POLICY_REQUEST_TOO_LARGE',
      `the header "${name}" is longer than ${REQUEST_LIMITS.headerValueChars} characters`,
    );
  }
  // Characters above 0x7e are cut to one byte by some clients, and U+010A becomes a line feed.
  if (!/^[\t\x20-\x7e]*$/.test(value)) {
    return refuse('POLICY_HEADER_REFUSED', `the value of the header "${name}" must be printable ASCII`);
  }
  return undefined;
}

// CVE-2026-1525: two names that differ in case were both sent.
function duplicate(): Refusal {
  return refuse('POLICY_HEADER_REFUSED', 'a header is given twice');
}

function sorted(headers: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  const names = [...headers.keys()].sort();
  return Object.freeze(names.map((name) => Object.freeze([name, headers.get(name) ?? ''] as const)));
}
