import type { ErrorCode, Json, SecretValue } from '../core/index.ts';
import type { UpstreamResponse } from '../outbound/index.ts';
import { WITHHELD, type KnownSecret, type ScrubbedBody, type Scrubber, type ScrubPool } from '../redaction/index.ts';
import type { ItemSummary } from '../secrets/index.ts';
import { scrubberFor } from './scrubber-for.ts';

// A field this short (a port, a country code) is no secret and would redact half of any answer.
const MIN_SCRUBBED_BYTES = 6;

export interface ToClean {
  readonly response: UpstreamResponse;
  readonly fields: ReadonlyMap<string, SecretValue>;
  readonly item: ItemSummary;
  readonly scrubPool?: ScrubPool | undefined;
}

/** A whole answer without the secrets of the call. What of it is shown is decided later. */
export interface CleanAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly location?: string;
  readonly body: Json;
  readonly contentType: string;
  /** True when the service sent more than was read. */
  readonly truncated: boolean;
  readonly facts: {
    readonly status: number;
    readonly response_bytes: number;
    readonly redacted: boolean;
    readonly code?: ErrorCode;
  };
}

/** Take the secrets of the call out of an answer: of headers, location and body alike. */
export async function cleanAnswer({ response, fields, item, scrubPool }: ToClean): Promise<CleanAnswer> {
  const scrubber = scrubberFor(item, knownSecrets(item, fields, response.placed), scrubPool);
  const headers = scrubber.headers(response.headers.map(withoutCookie));
  const location = response.location === undefined ? undefined : scrubber.text(response.location);
  const contentType = response.headers.find(([name]) => name === 'content-type')?.[1];
  const body = await scrubBody(scrubber, response, contentType);
  const parts = [headers, body, ...(location === undefined ? [] : [location])];
  return {
    status: response.status,
    headers: headers.headers,
    ...(location === undefined ? {} : { location: location.text }),
    body: bodyValue(body),
    contentType: contentType ?? '',
    truncated: response.bodyTruncated,
    facts: {
      status: response.status,
      response_bytes: response.body.byteLength,
      ...(parts.some(({ code }) => code !== undefined) ? { code: 'REDACTION_BUDGET_EXCEEDED' as const } : {}),
      // What could not be looked at is no secret that came back: a lock on it would stop honest downloads.
      redacted: parts.some(({ hits }) => hits > 0),
    },
  };
}

function knownSecrets(
  item: ItemSummary,
  fields: ReadonlyMap<string, SecretValue>,
  placed: readonly SecretValue[],
): readonly KnownSecret[] {
  const concealed = item.fields
    .filter((field) => field.isConcealed)
    .map(({ id }) => ({ name: id, value: fields.get(id) }));
  const onWire = placed.map((value) => ({ name: 'placed', value }));
  return [...concealed, ...onWire].filter(
    (known): known is KnownSecret => (known.value?.byteLength ?? 0) >= MIN_SCRUBBED_BYTES,
  );
}

// A cookie the service sets is a credential in its own right, and the agent has no jar to put it in.
function withoutCookie([name, value]: readonly [string, string]): readonly [string, string] {
  return name.toLowerCase() === 'set-cookie' ? [name, WITHHELD] : [name, value];
}

async function scrubBody(
  scrubber: Scrubber,
  response: UpstreamResponse,
  contentType: string | undefined,
): Promise<ScrubbedBody> {
  return scrubber.bodyAside(response.body, contentType, { truncated: response.bodyTruncated });
}

function bodyValue(body: ScrubbedBody): Json {
  switch (body.kind) {
    case 'json':
      return body.value;
    case 'text':
      return body.text;
    case 'binary':
      return `[${String(body.bytes.byteLength)} bytes of binary content]`;
    case 'withheld':
      return WITHHELD;
  }
}
