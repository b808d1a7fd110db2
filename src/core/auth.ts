import { z } from 'zod';
import { KeywardError } from './errors.ts';

// RFC 9110 section 5.6.2.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
const PLAIN = /^[A-Za-z0-9._~-]{1,128}$/;
// Literal text in the alphabet that every server reads alike, and one field in braces in the last segment.
const TEMPLATE = /^(?:\/[A-Za-z0-9._~-]+)*\/[A-Za-z0-9._~-]*\{[A-Za-z0-9_-]{1,64}\}[A-Za-z0-9._~-]*$/;
const POINTER = /^(?:\/(?:[A-Za-z0-9_.-]|~[01])+){1,8}$/;

const field = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'a field is named by letters, digits, dots, hyphens and underscores')
  .exactOptional();
const headerName = z
  .string()
  .regex(TOKEN, 'a header is named by one token')
  .transform((name) => name.toLowerCase());

/** The auth part of a binding, by scheme. `field` names the field that is placed; `credential` when it is left out. */
export const AUTH_SCHEMAS = {
  bearer: z.strictObject({ scheme: z.literal('bearer'), field }),
  basic: z.strictObject({ scheme: z.literal('basic') }),
  header: z.strictObject({ scheme: z.literal('header'), name: headerName, field }),
  query: z.strictObject({ scheme: z.literal('query'), name: z.string().regex(PLAIN, 'expected a plain name'), field }),
  cookie: z.strictObject({ scheme: z.literal('cookie'), name: z.string().regex(TOKEN, 'expected a token'), field }),
  path: z.strictObject({
    scheme: z.literal('path'),
    path: z
      .string()
      .max(512)
      .regex(TEMPLATE, 'a path is written as /bot{credential}, with the secret in its last segment')
      .refine((path) => !/\/\.{1,2}\//.test(path), 'a path holds no dot segments'),
  }),
  json: z.strictObject({
    scheme: z.literal('json'),
    pointer: z.string().max(512).regex(POINTER, 'a member is written as /client_secret'),
    field,
  }),
  form: z.strictObject({ scheme: z.literal('form'), name: z.string().regex(PLAIN, 'expected a plain name'), field }),
} as const;

/** How one credential is placed. */
export const authSchema = z
  .discriminatedUnion('scheme', [
    AUTH_SCHEMAS.bearer,
    AUTH_SCHEMAS.basic,
    AUTH_SCHEMAS.header,
    AUTH_SCHEMAS.query,
    AUTH_SCHEMAS.cookie,
    AUTH_SCHEMAS.path,
    AUTH_SCHEMAS.json,
    AUTH_SCHEMAS.form,
  ])
  .readonly();

export type Auth = z.output<typeof authSchema>;

/** A service that wants two secrets (Datadog, Algolia) has two placements. */
export type Auths = Auth | readonly Auth[];

/** The placements of a binding, one or several. */
export function authList<A extends object>(auth: A | readonly A[]): readonly A[] {
  return isList(auth) ? auth : [auth];
}

/**
 * Read one placement as a person writes it: `SCHEME[:PARAMETER][=FIELD]`, such as `header:x-api-key` or
 * `header:dd-application-key=app_key`. Throws `ITEM_INVALID`, quoting nothing: it may hold a secret typed there.
 */
export function parseAuth(text: string): Auth {
  const [, scheme = '', parameter, fieldId] = /^([a-z]+)(?::([^=]*))?(?:=(.*))?$/s.exec(text) ?? [];
  const parsed = authSchema.safeParse({
    scheme,
    ...(parameter === undefined ? {} : { [PARAMETER[scheme] ?? 'parameter']: parameter }),
    ...(fieldId === undefined ? {} : { field: fieldId }),
  });
  if (parsed.success) return parsed.data;
  throw new KeywardError('ITEM_INVALID', `expected the placement to be one of ${FORMS}, with a name that may be set`);
}

/** What `parseAuth` reads. */
export function formatAuth(auth: Auth): string {
  const parameter = parameterOf(auth);
  const named = 'field' in auth && auth.field !== undefined ? `=${auth.field}` : '';
  return `${auth.scheme}${parameter === undefined ? '' : `:${parameter}`}${named}`;
}

/** The segments of a path placement, and the id of the field in the last of them. */
export function pathTemplate(path: string): { readonly segments: readonly string[]; readonly field: string } {
  return { segments: path.slice(1).split('/'), field: /\{(.+)\}/.exec(path)?.[1] ?? '' };
}

const PARAMETER: Readonly<Record<string, string>> = {
  header: 'name',
  query: 'name',
  cookie: 'name',
  form: 'name',
  path: 'path',
  json: 'pointer',
};

const FORMS = 'bearer, basic, header:NAME, query:NAME, cookie:NAME, path:/PREFIX{FIELD}, json:/MEMBER, form:NAME';

function parameterOf(auth: Auth): string | undefined {
  if ('name' in auth) return auth.name;
  if (auth.scheme === 'path') return auth.path;
  return auth.scheme === 'json' ? auth.pointer : undefined;
}

function isList<A extends object>(auth: A | readonly A[]): auth is readonly A[] {
  return Array.isArray(auth);
}
