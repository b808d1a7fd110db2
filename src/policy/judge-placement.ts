import type { Binding } from './binding-schema.ts';
import { deny, type Denial } from './denial.ts';
import { isReadMethod } from './judge-method.ts';
import { foldName, foldQueryName, placedNames } from './placed-names.ts';
import type { CanonicalBody, CanonicalRequest } from './request.ts';

/** Whether path and body leave space for the credential, and hold none of the caller's in its place. */
export function judgePlacement(request: CanonicalRequest, binding: Binding): Denial | undefined {
  const { json, form, bodies, paths } = placedNames(binding.auth);
  const [path] = paths;
  if (path !== undefined && !path.every((segment, index) => request.segments[index] === segment)) {
    const written = `/${path.join('/')}`;
    return deny('POLICY_PATH_NOT_ALLOWED', `the path must begin with ${written}, braces and all: Keyward fills it in`, {
      path: written,
    });
  }
  const [kind] = bodies;
  if (kind === undefined) return undefined;
  if (isReadMethod(request.method)) {
    return deny(
      'POLICY_METHOD_NOT_ALLOWED',
      `the credential goes into the body, which a ${request.method} has none of`,
    );
  }
  if (request.body === undefined) return undefined;
  if (request.body.kind !== kind) return needsKind(kind);
  return kind === 'json' ? judgeJson(request.body, json) : judgeForm(request.body, form);
}

function judgeJson(body: CanonicalBody, own: readonly string[]): Denial | undefined {
  const document: unknown = JSON.parse(textOf(body));
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return needsKind('json');
  const names = new Set(Object.keys(document).map(foldName));
  return own.some((name) => names.has(foldName(name))) ? notTheCallers() : undefined;
}

function judgeForm(body: CanonicalBody, own: readonly string[]): Denial | undefined {
  const names = new Set([...new URLSearchParams(textOf(body)).keys()].map(foldQueryName));
  return own.some((name) => names.has(foldQueryName(name))) ? notTheCallers() : undefined;
}

function needsKind(kind: 'json' | 'form'): Denial {
  const what = kind === 'json' ? 'a JSON object' : 'a form';
  return deny('POLICY_BODY_NOT_ALLOWED', `the body must be ${what}: Keyward puts the credential into it`, {
    body: { kinds: [kind] },
  });
}

function notTheCallers(): Denial {
  return deny(
    'POLICY_BODY_NOT_ALLOWED',
    "the member of the body that carries the credential is not the caller's to set",
  );
}

function textOf({ bytes }: CanonicalBody): string {
  return Buffer.from(bytes).toString('utf8');
}
