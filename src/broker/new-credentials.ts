import { z } from 'zod';
import type { Json, JsonObject } from '../core/index.ts';
import { resolvePointer } from '../policy/index.ts';
import { REDACTED, WITHHELD } from '../redaction/index.ts';
import type { CleanAnswer } from './clean-answer.ts';
import { findTokens, type FoundToken } from './token-shapes.ts';

// RFC 6749 section 5.1 and OpenID Connect Core section 3.1.3.3: an answer with `token_type` issues these.
const ISSUED = ['access_token', 'refresh_token', 'id_token'] as const;
// A pair of keys, as AWS issues it, and a client that registered itself (RFC 7591 section 3.2.1): the half that is public
// tells what the other is.
const PAIRS = [
  { beside: /^access_?key_?id$/i, secret: /^(?:secret_?access_?key|session_?token)$/i, kind: 'secret-access-key' },
  { beside: /^client_id$/, secret: /^(?:client_secret|registration_access_token)$/, kind: 'client-secret' },
] as const;
const SAYS_TOKEN = /["']?\b(?:access|refresh|id)_token["']?\s*[:=]/;

export type NewCredentials =
  | { readonly kind: 'found'; readonly tokens: readonly FoundToken[] }
  /** There may be a credential, and it cannot be told where: the body is not to be shown. */
  | { readonly kind: 'unreadable' };

/** Credentials that a service issued in an answer: by the binding's pointers, by OAuth, and by well-known shapes. */
export function findNewCredentials(answer: CleanAnswer, pointers: readonly string[]): NewCredentials {
  const document = readDocument(answer);
  const shown = [...stringsOf(answer.body), ...answer.headers.map(([, value]) => value), answer.location ?? ''];
  if (document === undefined && mayHideToken(answer, pointers)) return { kind: 'unreadable' };
  const named =
    document === undefined ? [] : [...pointedAt(document, pointers), ...issued(document), ...paired(document)];
  const hidden = document === undefined || document === answer.body ? [] : stringsOf(document);
  const shaped = findTokens([...shown, ...hidden]);
  const byText = new Map([...shaped, ...named].map((token) => [token.text, token]));
  return { kind: 'found', tokens: [...byText.values()].filter(({ text }) => !isMark(text)) };
}

// Records, event streams and JSON cut short are not read here. A page that only writes about tokens is shown.
function mayHideToken({ body, contentType }: CleanAnswer, pointers: readonly string[]): boolean {
  if (typeof body !== 'string' || body === '') return false;
  return pointers.length > 0 || (/json|event-stream/i.test(contentType) && SAYS_TOKEN.test(body));
}

function isMark(text: string): boolean {
  return text.includes(REDACTED) || text.includes(WITHHELD);
}

// What a service calls text may be JSON, and token endpoints also answer as forms.
function readDocument({ body, contentType }: CleanAnswer): Json | undefined {
  if (typeof body !== 'string') return body;
  if (contentType.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const document = z.json().safeParse(JSON.parse(body)).data;
    return typeof document === 'object' ? document : undefined;
  } catch {
    return undefined;
  }
}

function pointedAt(document: Json, pointers: readonly string[]): readonly FoundToken[] {
  return pointers.flatMap((pointer) => {
    const value = resolvePointer(document, pointer);
    return value === undefined ? [] : scalars(value).map((text) => ({ text, kind: 'api-token' }));
  });
}

function issued(document: Json): readonly FoundToken[] {
  return objectsOf(document)
    .filter((object) => typeof object['token_type'] === 'string')
    .flatMap((object) =>
      ISSUED.flatMap((name) => {
        const text = Object.hasOwn(object, name) ? object[name] : undefined;
        return typeof text === 'string' && text !== '' ? [{ text, kind: name.replace('_', '-') }] : [];
      }),
    );
}

function paired(document: Json): readonly FoundToken[] {
  return objectsOf(document).flatMap((object) =>
    PAIRS.filter(({ beside }) => Object.keys(object).some((key) => beside.test(key))).flatMap(({ secret, kind }) =>
      Object.entries(object).flatMap(([key, text]) =>
        secret.test(key) && typeof text === 'string' && text !== '' ? [{ text, kind }] : [],
      ),
    ),
  );
}

function objectsOf(value: Json): readonly JsonObject[] {
  if (isArray(value)) return value.flatMap(objectsOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsOf)];
}

/** Every string and key of a document. */
function stringsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isArray(value)) return value.flatMap(stringsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsOf(member)]);
}

function scalars(value: Json): readonly string[] {
  if (typeof value === 'number') return [String(value)];
  return stringsOf(value).filter((text) => text !== '');
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
