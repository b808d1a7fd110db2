import type { Json, SecretValue } from '../core/index.ts';
import type { UpstreamResponse } from '../outbound/index.ts';
import type { ResponsePolicy } from '../policy/index.ts';
import { createScrubber, WITHHELD, type KnownSecret, type ScrubbedBody, type Scrubber } from '../redaction/index.ts';
import type { ItemSummary } from '../secrets/index.ts';
import type { CallInput } from './call-input.ts';
import type { CallAnswer } from './outcome.ts';
import { narrowBody } from './narrow-body.ts';

// A field this short (a port, a country code) is no secret and would redact half of any answer.
const MIN_SCRUBBED_BYTES = 6;

export interface ToPresent {
  readonly response: UpstreamResponse;
  readonly fields: ReadonlyMap<string, SecretValue>;
  readonly input: CallInput;
  readonly policy: ResponsePolicy;
  readonly item: ItemSummary;
}

export interface Presented {
  readonly answer: Omit<CallAnswer, 'callId'>;
  readonly facts: { readonly status: number; readonly response_bytes: number; readonly redacted: boolean };
}

/**
 * What an agent may see of a response: scrubbed first, then limited to the binding's response mode, then
 * narrowed to what was asked for. `select` and `max_chars` never widen.
 */
export function presentAnswer({ response, fields, input, policy, item }: ToPresent): Presented {
  const scrubber = createScrubber({ secrets: knownSecrets(item, fields, response.placed) });
  const headers = scrubber.headers(response.headers.map(withoutCookie));
  const location = response.location === undefined ? undefined : scrubber.text(response.location);
  const body = scrubBody(scrubber, response);
  const shown = policy.mode === 'status_only' ? undefined : narrowBody({ body: bodyValue(body), policy, input });
  const parts = [headers, body, ...(location === undefined ? [] : [location])];
  return {
    answer: {
      kind: 'answered',
      status: response.status,
      headers: shownHeaders(headers.headers, policy),
      body: shown?.value ?? null,
      truncated: response.bodyTruncated || shown?.truncated === true,
      ...(location === undefined || !showsHeader(policy, 'location') ? {} : { location: location.text }),
    },
    facts: {
      status: response.status,
      response_bytes: response.body.byteLength,
      redacted: parts.some(({ hits, withheld }) => hits > 0 || withheld),
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

function scrubBody(scrubber: Scrubber, response: UpstreamResponse): ScrubbedBody {
  const contentType = response.headers.find(([name]) => name === 'content-type')?.[1];
  return scrubber.body(response.body, contentType, { truncated: response.bodyTruncated });
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

function showsHeader(policy: ResponsePolicy, name: string): boolean {
  if (policy.mode === 'projection') return policy.headers.some((listed) => listed.toLowerCase() === name);
  return policy.mode === 'scrubbed';
}

function shownHeaders(headers: readonly (readonly [string, string])[], policy: ResponsePolicy): Record<string, string> {
  const shown = new Map<string, string>();
  for (const [name, value] of headers) {
    if (!showsHeader(policy, name)) continue;
    const before = shown.get(name);
    shown.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(shown);
}
