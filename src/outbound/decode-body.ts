import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { isKeywardError, KeywardError } from '../core/index.ts';
import { isPlainText } from './is-plain-text.ts';
import type { RawAnswer } from './wire-answer.ts';
import { decodeZstd } from './zstd.ts';

interface DecodeOptions {
  readonly maxOutputLength: number;
  /** The body was cut: give what is whole of it. */
  readonly isPart: boolean;
}

type Decode = (body: Uint8Array, options: DecodeOptions) => Promise<Uint8Array>;

const gunzip = promisify(zlib.gunzip);
const brotli = promisify(zlib.brotliDecompress);
const inflate = promisify(zlib.inflate);
const inflateRaw = promisify(zlib.inflateRaw);

const decodeGzip: Decode = (body, options) => gunzip(body, zlibOptions(options));
const decodeBrotli: Decode = (body, { maxOutputLength, isPart }) => {
  const { BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_PROCESS } = zlib.constants;
  return brotli(body, { maxOutputLength, finishFlush: isPart ? BROTLI_OPERATION_FLUSH : BROTLI_OPERATION_PROCESS });
};
// RFC 9110 section 8.4.1: "deflate" is zlib, and some servers send it raw; the first byte of zlib says method 8.
const decodeDeflate: Decode = (body, options) => {
  return ((body[0] ?? 0) & 0x0f) === 8 ? inflate(body, zlibOptions(options)) : inflateRaw(body, zlibOptions(options));
};

const CODINGS = new Map<string, Decode>([
  ['gzip', decodeGzip],
  ['x-gzip', decodeGzip],
  ['deflate', decodeDeflate],
  ['br', decodeBrotli],
  ['zstd', decodeZstd],
]);

/**
 * Undo the content coding, of which there may be one. A label that the bytes disprove is not believed: plain text
 * under a label is given as it is, and gzip or zstd is known by how it begins.
 *
 * Throws `OUTBOUND_RESPONSE_INVALID` for several or unknown codings and for a damaged body,
 * `OUTBOUND_CODING_UNSUPPORTED` where this Node.js has no zstd, and `OUTBOUND_RESPONSE_TOO_LARGE` when the body is
 * longer than `maxBytes` before or after decoding: the first bytes of a bomb are of no use to anybody.
 */
export async function decodeBody(answer: RawAnswer, maxBytes: number): Promise<RawAnswer> {
  const codings = contentCodings(answer.headers);
  if (codings.length === 0 || answer.body.byteLength === 0) return answer;
  const [label = ''] = codings;
  const decode = codings.length === 1 && CODINGS.has(label) ? CODINGS.get(beginning(answer.body) ?? label) : undefined;
  if (decode === undefined) throw invalid('the answer is coded in a way Keyward does not read');
  const isText = (): boolean => isPlainText(answer.body, answer.truncated !== false);
  if (MARKED.has(label) && isText()) return uncoded(answer, answer.body);
  if (answer.truncated === 'size') throw tooLarge();
  const options = { maxOutputLength: maxBytes, isPart: answer.truncated === 'time' };
  const body = await decode(answer.body, options).catch((error: unknown) => {
    if (isKeywardError(error)) throw error;
    if (isOverCap(error)) throw tooLarge();
    if (isText()) return answer.body;
    throw invalid('the coding of the answer is damaged');
  });
  return uncoded(answer, body);
}

// Bodies in these begin with a mark, so one that is text is not in them.
const MARKED = new Set(['gzip', 'x-gzip', 'zstd']);

function uncoded(answer: RawAnswer, body: Uint8Array): RawAnswer {
  const headers = answer.headers.filter(([name]) => name !== 'content-encoding' && name !== 'content-length');
  return { ...answer, headers, body };
}

// RFC 1952 section 2.3.1, RFC 8878 section 3.1.1. Brotli and deflate have no mark.
function beginning(body: Uint8Array): 'gzip' | 'zstd' | undefined {
  const mark = Buffer.from(body.subarray(0, 4)).toString('hex');
  if (mark.startsWith('1f8b')) return 'gzip';
  return mark === '28b52ffd' ? 'zstd' : undefined;
}

function zlibOptions({ maxOutputLength, isPart }: DecodeOptions): zlib.ZlibOptions {
  const { Z_SYNC_FLUSH, Z_FINISH } = zlib.constants;
  return { maxOutputLength, finishFlush: isPart ? Z_SYNC_FLUSH : Z_FINISH };
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
