import { KeywardError } from '../core/index.ts';
import type { OutboundBody, OutboundRequest } from './outbound-request.ts';
import type { Placement } from './schemes/index.ts';

type Members = readonly (readonly [name: string, value: string])[];

/**
 * The body as it is sent: the judged one, with the members that carry the credential added. The judged bytes are
 * kept as they are, so that numbers and order stay the caller's.
 *
 * Throws `POLICY_BODY_NOT_ALLOWED` when the request can carry no such body, or has a member of that name already.
 */
export function placeBody(request: OutboundRequest, { json = [], form = [] }: Placement): OutboundBody | undefined {
  if (json.length === 0 && form.length === 0) return request.body;
  if (request.method === 'GET' || request.method === 'HEAD' || (json.length > 0 && form.length > 0)) throw refused();
  return json.length > 0 ? placeJson(request.body, json) : placeForm(request.body, form);
}

function placeJson(body: OutboundBody | undefined, members: Members): OutboundBody {
  const text = body === undefined ? '{}' : textOf(body).trim();
  const document = parsed(text);
  const placed = tree(members.map(([pointer, value]) => [pointer.split('/').slice(1).map(unescaped), value]));
  const names = new Set(Object.keys(document).map(fold));
  if (Object.keys(placed).some((name) => names.has(fold(name)))) throw refused();
  const rest = text.slice(1);
  const comma = rest.trimStart().startsWith('}') ? '' : ',';
  return {
    bytes: Buffer.from(`{${JSON.stringify(placed).slice(1, -1)}${comma}${rest}`),
    contentType: body?.contentType ?? 'application/json',
  };
}

function placeForm(body: OutboundBody | undefined, members: Members): OutboundBody {
  const contentType = body?.contentType ?? 'application/x-www-form-urlencoded';
  if (!contentType.startsWith('application/x-www-form-urlencoded')) throw refused();
  const text = body === undefined ? '' : textOf(body);
  const names = new Set([...new URLSearchParams(text).keys()].map(fold));
  if (members.some(([name]) => names.has(fold(name)))) throw refused();
  const placed = new URLSearchParams(members.map(([name, value]): [string, string] => [name, value])).toString();
  return { bytes: Buffer.from(text === '' ? placed : `${text}&${placed}`), contentType };
}

type Tree = { readonly [name: string]: string | Tree };

function tree(entries: readonly (readonly [tokens: readonly string[], value: string])[]): Tree {
  const names = [...new Set(entries.map(([tokens]) => tokens[0] ?? ''))];
  return Object.fromEntries(
    names.map((name) => {
      const below = entries.filter(([tokens]) => tokens[0] === name);
      const leaf = below.find(([tokens]) => tokens.length === 1);
      const deeper = below.map(([tokens, value]) => [tokens.slice(1), value] as const);
      return [name, leaf === undefined ? tree(deeper) : leaf[1]];
    }),
  );
}

function parsed(text: string): object {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refused();
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw refused();
  return document;
}

function textOf({ bytes }: OutboundBody): string {
  return Buffer.from(bytes).toString('utf8');
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

// Go and .NET take `Secret` for `secret`, and the last one wins.
function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function refused(): KeywardError {
  return new KeywardError('POLICY_BODY_NOT_ALLOWED', 'the body cannot take the member that carries the credential');
}
