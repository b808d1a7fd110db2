import { errors } from 'undici';
import { isKeywardError, KeywardError, type ErrorCode } from '../core/index.ts';

/** `answering`: the head of the answer had come. */
export type Phase = 'asking' | 'answering';

type Sentence = readonly [code: ErrorCode, message: string];

const BY_CODE: Readonly<Record<string, Sentence>> = {
  UND_ERR_CONNECT_TIMEOUT: ['OUTBOUND_TIMEOUT', 'the service did not accept a connection in time'],
  ETIMEDOUT: ['OUTBOUND_TIMEOUT', 'the service did not accept a connection in time'],
  UND_ERR_HEADERS_TIMEOUT: ['OUTBOUND_TIMEOUT', 'the service did not begin its answer in time'],
  UND_ERR_BODY_TIMEOUT: ['OUTBOUND_TIMEOUT', 'the service fell silent in the middle of its answer'],
  UND_ERR_HEADERS_OVERFLOW: ['OUTBOUND_RESPONSE_TOO_LARGE', "the head of the service's answer is too large"],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['OUTBOUND_RESPONSE_INVALID', 'the answer is not as long as it says'],
  UND_ERR_CLOSED: ['OUTBOUND_CANCELLED', 'the HTTP client is closed'],
  UND_ERR_DESTROYED: ['OUTBOUND_CANCELLED', 'the HTTP client is closed'],
  UND_ERR_ABORTED: ['OUTBOUND_UNREACHABLE', 'the egress proxy did not open the way to the service'],
  ENOTFOUND: ['OUTBOUND_UNREACHABLE', "the service's name does not resolve"],
  EAI_AGAIN: ['OUTBOUND_UNREACHABLE', "the service's name does not resolve"],
  ECONNREFUSED: ['OUTBOUND_UNREACHABLE', 'the service refused the connection'],
};

const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|CRL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|INVALID_CA$|UND_ERR_PRX_TLS$)/;

/**
 * What went wrong upstream, in our own words. The foreign error is dropped on purpose: undici's parser
 * errors carry bytes of the answer, others name the address.
 */
export function upstreamFailure(error: unknown, phase: Phase): KeywardError {
  if (isKeywardError(error)) return error;
  const foreignCode = codeOf(error);
  const [code, message] = sentence(foreignCode, phase, error);
  return new KeywardError(code, message, { details: { reason: foreignCode } });
}

function sentence(foreignCode: string, phase: Phase, error: unknown): Sentence {
  const known = BY_CODE[foreignCode];
  if (known) return known;
  if (TLS_CODE.test(foreignCode)) return ['OUTBOUND_TLS_FAILED', 'no trusted connection to the service could be made'];
  if (isMalformed(error)) {
    return ['OUTBOUND_RESPONSE_INVALID', 'the service answered with something that is not plain HTTP/1.1'];
  }
  if (phase === 'answering') return ['OUTBOUND_RESPONSE_INVALID', 'the answer broke off before it was complete'];
  return ['OUTBOUND_UNREACHABLE', 'the service could not be reached'];
}

function isMalformed(error: unknown): boolean {
  if (error instanceof errors.HTTPParserError) return true;
  // undici tells a 101 and an unsolicited answer apart from a broken connection by these words alone.
  return error instanceof errors.SocketError && (error.message === 'bad upgrade' || error.message === 'bad response');
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'UNKNOWN';
}
