import type { IncomingMessage } from 'node:http';
import type { HttpLimits } from './limits.ts';

export type BodyRead =
  | { readonly kind: 'body'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415 };

const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

type BodyLimits = Pick<HttpLimits, 'maxBodyBytes' | 'maxJsonDepth'>;

/** The body of a request as JSON, within bounds. It stops reading at the first byte too many. */
export async function readBody(incoming: IncomingMessage, limits: BodyLimits): Promise<BodyRead> {
  if (!hasBody(incoming)) return { kind: 'body', body: undefined };
  if (!JSON_TYPE.test(incoming.headers['content-type'] ?? '') || incoming.headers['content-encoding'] !== undefined)
    return { kind: 'refused', status: 415 };
  if (Number(incoming.headers['content-length'] ?? 0) > limits.maxBodyBytes) return { kind: 'refused', status: 413 };
  const bytes = await collect(incoming, limits.maxBodyBytes);
  if (bytes === undefined) return { kind: 'refused', status: 413 };
  return parse(bytes, limits.maxJsonDepth);
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

function parse(bytes: Buffer, maxDepth: number): BodyRead {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isDeeper(text, maxDepth)) return { kind: 'refused', status: 400 };
    const body: unknown = JSON.parse(text);
    return { kind: 'body', body };
  } catch {
    return { kind: 'refused', status: 400 };
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
