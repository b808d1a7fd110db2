import { REQUEST_LIMITS } from './limits.ts';
import { isMethodOverride, isReadMethod } from './judge-method.ts';
import { refuse, type Refusal } from './refusal.ts';
import { fieldPairs, type BodyKind, type CanonicalBody, type Fields, type Method, type RawBody } from './request.ts';
import { exactJsonText, parseExactJson, type Json } from '../core/index.ts';

type JudgedBody = { readonly kind: 'body'; readonly body: CanonicalBody | undefined } | Refusal;

const CONTENT_TYPES: Readonly<Record<BodyKind, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
};

/** Judge the body and turn it into the bytes that are sent. */
export function judgeBody(
  { method, getBody = false }: { readonly method: Method; readonly getBody?: boolean | undefined },
  raw: RawBody | undefined,
  contentType: string | undefined,
): JudgedBody {
  if (raw === undefined) {
    if (contentType === undefined) return { kind: 'body', body: undefined };
    // Many clients always set one; without a body it says nothing, and is not sent.
    if (isReadMethod(method)) return { kind: 'body', body: undefined };
    return refuse('POLICY_REQUEST_INVALID', 'a content type is given without a body');
  }
  if (isReadMethod(method) && !(getBody && method === 'GET'))
    return refuse('POLICY_BODY_NOT_ALLOWED', `a ${method} request carries no body`);
  const json = raw.json_text === undefined ? raw.json : parseExactJson(raw.json_text);
  if ([json, raw.form].some(namesMethod)) {
    return refuse('POLICY_BODY_NOT_ALLOWED', 'a field of the body may not stand for the method');
  }
  const encoded = encode(raw);
  if (encoded.kind === 'refused') return encoded;
  if (encoded.text.length > REQUEST_LIMITS.bodyBytes) return tooLarge();
  const bytes = new TextEncoder().encode(encoded.text);
  if (bytes.byteLength > REQUEST_LIMITS.bodyBytes) return tooLarge();

  const type = contentType?.toLowerCase() ?? CONTENT_TYPES[encoded.bodyKind];
  if (!typeFits(encoded.bodyKind, type)) {
    return refuse('POLICY_REQUEST_INVALID', `the content type does not fit a body given as ${encoded.bodyKind}`);
  }
  return { kind: 'body', body: Object.freeze({ kind: encoded.bodyKind, bytes, contentType: type }) };
}

function namesMethod(fields: Json | Fields | undefined): boolean {
  return typeof fields === 'object' && fields !== null && Object.keys(fields).some(isMethodOverride);
}

type Encoded = { readonly kind: 'encoded'; readonly bodyKind: BodyKind; readonly text: string } | Refusal;

function encode(raw: RawBody): Encoded {
  const { json, json_text: jsonText, form, text } = raw;
  const given = [json, jsonText, form, text].filter((part) => part !== undefined).length;
  if (given !== 1) return refuse('POLICY_REQUEST_INVALID', 'give the body as exactly one of json, form and text');
  if (json !== undefined) return encodeJson(json);
  if (jsonText !== undefined) return encodeJsonText(jsonText);
  if (form !== undefined) return encodeForm(form);
  if (text === undefined || !text.isWellFormed()) return notUnicode();
  return { kind: 'encoded', bodyKind: 'text', text };
}

function encodeJson(json: Json): Encoded {
  if (!isShallow(json)) {
    return refuse('POLICY_REQUEST_TOO_LARGE', `the JSON body is nested deeper than ${REQUEST_LIMITS.jsonDepth} levels`);
  }
  return { kind: 'encoded', bodyKind: 'json', text: JSON.stringify(json) };
}

// Read and written anew: of two members of one name only the one that was judged is sent.
function encodeJsonText(source: string): Encoded {
  if (source.length > REQUEST_LIMITS.bodyBytes) return tooLarge();
  const json = parseExactJson(source);
  if (json === undefined) return refuse('POLICY_REQUEST_INVALID', 'the JSON body is not JSON');
  if (!isShallow(json)) return encodeJson(json);
  const text = exactJsonText(source);
  return text?.isWellFormed() === true ? { kind: 'encoded', bodyKind: 'json', text } : notUnicode();
}

function encodeForm(form: Fields): Encoded {
  const pairs = fieldPairs(form).map(([name, value]): [string, string] => [name, String(value)]);
  if (pairs.length > REQUEST_LIMITS.formFields) {
    return refuse('POLICY_REQUEST_TOO_LARGE', `the form has more than ${REQUEST_LIMITS.formFields} fields`);
  }
  if (!pairs.flat().every((part) => part.isWellFormed())) return notUnicode();
  return { kind: 'encoded', bodyKind: 'form', text: new URLSearchParams(pairs).toString() };
}

// Level by level and not recursive: a body nested a million deep must not end the process.
function isShallow(json: Json): boolean {
  let level: readonly Json[] = [json];
  for (let depth = 0; depth <= REQUEST_LIMITS.jsonDepth; depth += 1) {
    if (level.length === 0) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

// A JSON or form body sent as text would slip past the rules for that kind.
function typeFits(kind: BodyKind, type: string): boolean {
  const match = /^([a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*)(?:; ?charset="?utf-8"?)?$/.exec(type);
  const essence = match?.[1];
  if (essence === undefined) return false;
  const isJson = essence === 'application/json' || essence.endsWith('+json') || essence === 'text/json';
  const isForm = essence === CONTENT_TYPES.form || essence.startsWith('multipart/');
  if (kind === 'json') return isJson;
  return kind === 'form' ? essence === CONTENT_TYPES.form : !isJson && !isForm;
}

function tooLarge(): Refusal {
  return refuse('POLICY_BODY_TOO_LARGE', `the body is larger than ${REQUEST_LIMITS.bodyBytes} bytes`);
}

function notUnicode(): Refusal {
  return refuse('POLICY_REQUEST_INVALID', 'the body is not valid Unicode');
}
