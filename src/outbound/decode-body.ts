import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { KeywardError } from '../core/index.ts';
import type { RawAnswer } from './exchange.ts';

type Decode = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const decodeGzip: Decode = promisify(gunzip);
const decodeBrotli: Decode = promisify(brotliDecompress);
const decodeZlib: Decode = promisify(inflate);
const decodeRaw: Decode = promisify(inflateRaw);

// RFC 9110 section 8.4.1: "deflate" is zlib, and some servers send it raw; the first byte of zlib says method 8.
const decodeDeflate: Decode = (body, options) => {
  return ((body[0] ?? 0) & 0x0f) === 8 ? decodeZlib(body, options) : decodeRaw(body, options);
};

const CODINGS = new Map([
  ['gzip', decodeGzip],
  ['x-gzip', decodeGzip],
  ['deflate', decodeDeflate],
  ['br', decodeBrotli],
]);

/**
 * Undo the content coding, of which there may be one.
 *
 * Throws `OUTBOUND_RESPONSE_INVALID` for several or unknown codings and for a damaged body, and
 * `OUTBOUND_RESPONSE_TOO_LARGE` when the body is longer than `maxBytes` before or after decoding:
 * the first bytes of a bomb are of no use to anybody.
 */
export async function decodeBody(answer: RawAnswer, maxBytes: number): Promise<RawAnswer> {
  const codings = contentCodings(answer.headers);
  if (codings.length === 0 || answer.body.byteLength === 0) return answer;
  const decode = codings.length === 1 ? CODINGS.get(codings[0] ?? '') : undefined;
  if (decode === undefined) throw invalid('the answer is coded in a way Keyward does not read');
  if (answer.truncated) throw tooLarge();
  const body = await decode(answer.body, { maxOutputLength: maxBytes }).catch((error: unknown) => {
    throw isOverCap(error) ? tooLarge() : invalid('the coding of the answer is damaged');
  });
  const headers = answer.headers.filter(([name]) => name !== 'content-encoding' && name !== 'content-length');
  return { ...answer, headers, body };
}

function contentCodings(headers: RawAnswer['headers']): readonly string[] {
  return headers
    .filter(([name]) => name === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

function isOverCap(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function tooLarge(): KeywardError {
  return new KeywardError('OUTBOUND_RESPONSE_TOO_LARGE', 'the answer is larger than its cap once decoded');
}

function invalid(message: string): KeywardError {
  return new KeywardError('OUTBOUND_RESPONSE_INVALID', message);
}
