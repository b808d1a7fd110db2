import type { z } from 'zod';
import { pathOf, problemSchema, type ApiAnswer, type ApiRoute } from '../api/index.ts';
import { ERROR_CODES, KeywardError, type ErrorCode } from '../core/index.ts';
import type { HttpAnswer, HttpCaller } from './http-caller.ts';

const TIMEOUT_MS = 30_000;

export interface ApiCallerOptions {
  readonly http: Pick<HttpCaller, 'send'>;
  /** What is shown: a credential, or a token. */
  readonly bearer: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Asking {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Ask a route of the API. Throws the error it answers with, `SERVER_BUSY`, `SERVER_ANSWER_INVALID`, and what HTTP throws. */
export type AskApi = <R extends ApiRoute>(route: R, asking?: Asking) => Promise<ApiAnswer<R>>;

export function createApiCaller({ http, bearer, headers }: ApiCallerOptions): AskApi {
  return async (route, asking = {}) => {
    const body = asking.body === undefined ? undefined : JSON.stringify(asking.body);
    const answer = await http.send({
      method: route.method,
      path: `${pathOf(route.path, asking.path ?? {})}${queryOf(asking.query ?? {})}`,
      headers: {
        ...headers,
        authorization: `Bearer ${bearer}`,
        accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      },
      body,
      timeoutMs: asking.timeoutMs ?? TIMEOUT_MS,
      signal: asking.signal,
    });
    if (answer.status !== 200) throw errorOf(answer);
    return readAnswer<ApiAnswer<typeof route>>(route.answer.schema, answer);
  };
}

function queryOf(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return given.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
}

function readAnswer<Answer>(schema: z.ZodType, answer: HttpAnswer): Answer {
  const { success, data } = schema.safeParse(parseJson(answer.text));
  if (!success)
    throw new KeywardError('SERVER_ANSWER_INVALID', 'the answer of the server does not match the API schema');
  return data as Answer;
}

function errorOf({ status, text }: HttpAnswer): KeywardError {
  const { success, data: problem } = problemSchema.safeParse(parseJson(text));
  if (success && isKnown(problem.code)) {
    const {
      code,
      reason,
      hint,
      call_id,
      nearest,
      sent,
      status: answered,
      retry_after_s,
      approval_id,
      expires_at,
      asked,
    } = { ...problem, code: problem.code };
    const details = {
      ...(call_id === undefined ? {} : { call_id }),
      ...(nearest === undefined ? {} : { nearest }),
      ...(retry_after_s === undefined ? {} : { retry_after_s }),
      ...(sent === undefined ? {} : { sent }),
      ...(answered === undefined ? {} : { status: answered }),
      ...(approval_id === undefined ? {} : { approval_id }),
      ...(expires_at === undefined ? {} : { expires_at }),
      ...(asked === undefined ? {} : { asked }),
    };
    return new KeywardError(code, reason, { hint, details });
  }
  if (status === 401) return new KeywardError('IDENTITY_TOKEN_INVALID', 'the agent token is not valid');
  if (status === 429 || status === 503) return new KeywardError('SERVER_BUSY', 'the server takes no more requests now');
  return new KeywardError('SERVER_ANSWER_INVALID', 'the answer of the server does not match the API schema', {
    details: { status },
  });
}

function isKnown(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
