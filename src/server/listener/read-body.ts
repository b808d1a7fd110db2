import type { IncomingMessage } from 'node:http';
import type { HttpLimits } from './limits.ts';

/** What the handler of a route gets as its body, by the body kind of the route. */
export interface Bodies {
  /** Parsed; undefined for methods that carry none. */
  readonly json: unknown;
  readonly form: URLSearchParams;
  readonly bytes: Uint8Array;
  /** Not read at all. */
  readonly none: undefined;
}

export type BodyKind = keyof Bodies;

export type BodyRead<B = unknown> =
  | { readonly kind: 'body'; readonly body: B }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415 };

type BodyLimits = Pick<HttpLimits, 'maxBodyBytes' | 'maxJsonDepth'>;

/**
 * The body of a request as its route reads it, within bounds. It stops reading at the first byte too many.
 *
 * Hono's `bodyLimit` is of no use here: it builds a new `Request` of what came without a length, which the adapter's
 * requests do not permit while the global objects stay Node's own, and it leaves the socket reading.
 */
export async function readBody(incoming: IncomingMessage, kind: BodyKind, limits: BodyLimits): Promise<BodyRead> {
  if (kind === 'none') return { kind: 'body', body: undefined };
  if (!hasBody(incoming)) return { kind: 'body', body: EMPTY[kind]() };
  if (!isReadable(incoming, TYPES[kind])) return { kind: 'refused', status: 415 };
  if (Number(incoming.headers['content-length'] ?? 0) > limits.maxBodyBytes) return { kind: 'refused', status: 413 };
  const bytes = await collect(incoming, limits.maxBodyBytes);
  if (bytes === undefined) return { kind: 'refused', status: 413 };
  if (kind === 'bytes') return { kind: 'body', body: new Uint8Array(bytes) };
  return kind === 'form' ? parseForm(bytes) : parseJson(bytes, limits.maxJsonDepth);
}

const EMPTY = { json: () => undefined, form: () => new URLSearchParams(), bytes: () => new Uint8Array() } as const;

const TYPES = {
  json: /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i,
  form: /^application\/x-www-form-urlencoded\s*(?:;\s*charset="?utf-8"?\s*)?$/i,
  bytes: undefined,
} as const;

function isReadable({ headers }: IncomingMessage, type: RegExp | undefined): boolean {
  return headers['content-encoding'] === undefined && (type?.test(headers['content-type'] ?? '') ?? true);
}

function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method === 'POST' || method === 'PUT' || method === 'PATCH') return true;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function collect(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let byteLength = 0;
    incoming
      .on('data', (chunk: Buffer) => {
        byteLength += chunk.byteLength;
        if (byteLength > maxBytes) {
          incoming.pause();
          resolve(undefined);
        } else chunks.push(chunk);
      })
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', reject)
      .once('close', () => reject(new Error('the client went away')));
  });
}

// The percent signs are left as they are: what is not UTF-8 after decoding is replaced, as every reader of forms does.
function parseForm(bytes: Buffer): BodyRead {
  const text = decode(bytes);
  return text === undefined ? { kind: 'refused', status: 400 } : { kind: 'body', body: new URLSearchParams(text) };
}

function parseJson(bytes: Buffer, maxDepth: number): BodyRead {
  const text = decode(bytes);
  if (text === undefined || isDeeper(text, maxDepth)) return { kind: 'refused', status: 400 };
  try {
    const body: unknown = JSON.parse(text);
    return { kind: 'body', body };
  } catch {
    return { kind: 'refused', status: 400 };
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

// Before parsing: what walks a value afterwards may recurse, and a megabyte of brackets would end the process's stack.
function isDeeper(text: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}
