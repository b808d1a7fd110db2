import type { CallInput } from '../broker/index.ts';
import { KeywardError } from '../core/index.ts';

// A program reads whole bodies; what may come back at all is bounded by the binding.
const MAX_CHARS = 64 * 1024 * 1024;

/** The part of `RequestInit` that a brokered call can honour. */
export interface FetchInit {
  readonly method?: string | undefined;
  readonly headers?: RequestInit['headers'];
  readonly body?: string | URLSearchParams | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
  /** How long to wait for the answer of a person who has to agree, milliseconds. Not at all when left out. */
  readonly approvalWaitMs?: number | undefined;
}

/**
 * A request in the words of `fetch` as the broker takes it. A body announced as JSON is sent as its JSON, numbers as they are written.
 *
 * Throws `POLICY_REQUEST_INVALID` for headers no request can carry and for a body announced as JSON that is none.
 */
export function callInputOf(item: string, url: string | URL, init: FetchInit): CallInput {
  const headers = headersOf(init.headers);
  const body = bodyOf(init.body ?? undefined, headers);
  return {
    item,
    url: String(url),
    method: init.method ?? 'GET',
    headers: Object.fromEntries(headers),
    max_chars: MAX_CHARS,
    ...(body === undefined ? {} : { body }),
  };
}

function headersOf(given: FetchInit['headers']): Headers {
  try {
    return new Headers(given);
  } catch {
    throw new KeywardError('POLICY_REQUEST_INVALID', 'a header has a name or a value that HTTP does not allow');
  }
}

function bodyOf(body: string | URLSearchParams | undefined, headers: Headers): CallInput['body'] {
  if (body === undefined) return undefined;
  if (body instanceof URLSearchParams) {
    return { form: Object.fromEntries([...body.keys()].map((name) => [name, body.getAll(name)])) };
  }
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) return { text: body };
  headers.delete('content-type');
  try {
    JSON.parse(body);
    return { json_text: body };
  } catch {
    throw new KeywardError('POLICY_REQUEST_INVALID', 'the body is announced as JSON and is not JSON');
  }
}
