import type { ErrorCode, Json, SecretValue } from '../core/index.ts';
import type { UpstreamResponse } from '../outbound/index.ts';
import type { CanonicalRequest } from '../policy/index.ts';
import {
  WITHHELD,
  type KnownSecret,
  type ScrubbedBody,
  type Scrubber,
  type ScrubPool,
  type WithheldReason,
} from '../redaction/index.ts';
import type { ItemSummary } from '../secrets/index.ts';
import { chargeOf } from './charge.ts';
import { scrubberFor } from './scrubber-for.ts';
import { sentText } from './sent-text.ts';

// A field this short (a port, a country code) is no secret and would redact half of any answer.
const MIN_SCRUBBED_BYTES = 6;

export interface ToClean {
  readonly response: UpstreamResponse;
  readonly fields: ReadonlyMap<string, SecretValue>;
  readonly item: ItemSummary;
  readonly request: CanonicalRequest;
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
  /** Why the body is not there, when it is not. */
  readonly withheld?: Withheld;
  /** What it takes of the reflection lock; Infinity for all that is left of it. 0 when no secret was in it. */
  readonly charge: number;
  readonly facts: {
    readonly status: number;
    readonly response_bytes: number;
    readonly redacted: boolean;
    readonly code?: ErrorCode;
  };
}

/** A body that is not shown, as the agent is told of it. */
export interface Withheld {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** Take the secrets of the call out of an answer: of headers, location and body alike. */
export async function cleanAnswer({ response, fields, item, request, scrubPool }: ToClean): Promise<CleanAnswer> {
  const scrubber = scrubberFor(item, knownSecrets(item, fields, response.placed), scrubPool);
  const headers = scrubber.headers(response.headers.map(withoutCookie));
  const location = response.location === undefined ? undefined : scrubber.text(response.location);
  const contentType = response.headers.find(([name]) => name === 'content-type')?.[1];
  const body = await scrubBody(scrubber, response, contentType);
  const parts = [headers, body, ...(location === undefined ? [] : [location])];
  const isHit = parts.some(({ hits }) => hits > 0);
  const facts = {
    status: response.status,
    response_bytes: response.body.byteLength,
    ...(parts.some(({ code }) => code !== undefined) ? { code: 'REDACTION_BUDGET_EXCEEDED' as const } : {}),
    redacted: isHit,
  };
  const shared = { status: response.status, contentType: contentType ?? '', truncated: response.bodyTruncated, facts };
  // Held against the secret only once the answer was hit: what an agent sends never changes an answer by itself.
  const isGuessed = isHit && sentText(request).forms.some((text) => scrubber.holds(text));
  if (isGuessed) return { ...shared, ...NOTHING, charge: Infinity };
  const charge = isHit ? chargeOf(request) : 0;
  if (parts.some(({ partial }) => partial)) return { ...shared, ...NOTHING, charge };
  return {
    ...shared,
    headers: headers.headers,
    ...(location === undefined ? {} : { location: location.text }),
    body: bodyValue(body),
    ...(body.kind === 'withheld' ? { withheld: WITHHELD_FOR[body.reason] } : {}),
    charge,
  };
}

const WITHHELD_FOR: Readonly<Record<WithheldReason, Withheld>> = {
  secret: { code: 'RESPONSE_WITHHELD', reason: 'the body holds a credential and cannot be shown without it' },
  partial: { code: 'RESPONSE_WITHHELD', reason: 'the answer may hold a part of the credential of this item' },
  charset: { code: 'RESPONSE_WITHHELD', reason: 'the body is in a charset that is not read' },
  archive: { code: 'RESPONSE_WITHHELD', reason: 'the body is an archive, which is not opened' },
  bound: { code: 'REDACTION_BUDGET_EXCEEDED', reason: 'looking for credentials in the body would take too long' },
};

// The same whatever part of a secret it was, where it stood and how often: the agent learns that one bit.
const NOTHING = { headers: [], body: WITHHELD, withheld: WITHHELD_FOR.partial } as const;

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
