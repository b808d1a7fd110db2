import { recordChange } from '../audit/index.ts';
import { KeywardError, newId, SecretValue, type Json } from '../core/index.ts';
import { createScrubber, WITHHELD } from '../redaction/index.ts';
import type { CaptureStore, ItemSummary } from '../secrets/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CleanAnswer } from './clean-answer.ts';
import { findNewCredentials } from './new-credentials.ts';
import { eventOf, type RecordFacts } from './record-event.ts';
import type { FoundToken } from './token-shapes.ts';

// Each becomes an item: an answer that lists more is no answer of a token endpoint, and would flood the vault.
const MAX_CAPTURED = 8;
// Shorter ones are replaced only where they stand alone, or they would blank ordinary text.
const MIN_INSIDE_TEXT = 8;

export interface Capturing {
  readonly deps: BrokerDeps;
  readonly facts: RecordFacts;
  readonly store: CaptureStore;
  /** The item the call was made with; what is captured goes into its vault. */
  readonly item: ItemSummary;
  /** JSON pointers the binding lists. */
  readonly pointers: readonly string[];
}

/**
 * Put credentials that a service issued into the vault, sealed and without a binding, and leave their names in the
 * answer. One that was captured before keeps its item.
 *
 * Throws `RESPONSE_WITHHELD` when that fails: an answer is never shown with a credential left in it.
 */
export async function captureCredentials(capturing: Capturing, answer: CleanAnswer): Promise<CleanAnswer> {
  const found = findNewCredentials(answer, capturing.pointers);
  if (found.kind === 'unreadable') return { ...answer, body: WITHHELD };
  const { tokens } = found;
  if (tokens.length === 0) return answer;
  if (tokens.length > MAX_CAPTURED) throw withheld();
  try {
    const marks = new Map<string, string>();
    for (const token of tokens) marks.set(token.text, await capture(capturing, token));
    return replaceAll(answer, marks);
  } catch (error) {
    throw withheld(error);
  }
}

async function capture(capturing: Capturing, { text, kind }: FoundToken): Promise<string> {
  const { deps, store, item } = capturing;
  const value = SecretValue.fromText(text);
  const known = await store.findCaptured(item.vaultId, value);
  const captured = known ?? (await createItem(capturing, { value, kind }));
  deps.logger.info({ call_id: capturing.facts.callId, item_id: captured.id }, 'a credential in an answer was captured');
  return `[CAPTURED ${captured.vaultName}/${captured.title}]`;
}

async function createItem(
  { deps, facts, store, item }: Capturing,
  { value, kind }: { readonly value: SecretValue; readonly kind: string },
): Promise<ItemSummary> {
  const { clock, random, trail } = deps;
  const date = new Date(clock.now()).toISOString().slice(0, 10);
  const title = `${kind} ${date} ${newId(random).slice(0, 8)}`;
  // An id of its own: under the call's, a crash between the two outcomes would look like a call that ended.
  const detail = { captured_by_call: facts.callId, kind, title };
  const event = { ...eventOf({ ...facts, item: undefined }, { type: 'item.created', detail }), call_id: newId(random) };
  return recordChange(trail, event, {
    change: async () => store.capture({ vaultId: item.vaultId, title, value, clock, random }),
    describe: ({ id, version, vaultId, vaultName }) => ({
      item: { id, title, ...(version === undefined ? {} : { version }) },
      vault: { id: vaultId, name: vaultName },
    }),
  });
}

// First each as it stands, so that the rest of the text stays; then in any other form the same answer may hold it in.
function replaceAll(answer: CleanAnswer, marks: ReadonlyMap<string, string>): CleanAnswer {
  const replace = (text: string): string => replaceIn(text, marks);
  const secrets = [...marks.keys()].map((text) => ({
    name: 'captured',
    value: SecretValue.fromText(text),
    match: 'whole' as const,
  }));
  const scrubber = createScrubber({ secrets });
  const { location } = answer;
  const headers = answer.headers.map(([name, value]) => [name, replace(value)] as const);
  const body = replaceStrings(answer.body, replace);
  return {
    ...answer,
    headers: scrubber.headers(headers).headers,
    body: typeof body === 'string' ? scrubber.text(body).text : scrubber.json(body).value,
    ...(location === undefined ? {} : { location: scrubber.text(replace(location)).text }),
  };
}

function replaceIn(text: string, marks: ReadonlyMap<string, string>): string {
  const whole = marks.get(text);
  if (whole !== undefined) return whole;
  let replaced = text;
  for (const [secret, mark] of marks)
    if (secret.length >= MIN_INSIDE_TEXT) replaced = replaced.replaceAll(secret, () => mark);
  return replaced;
}

function replaceStrings(value: Json, replace: (text: string) => string): Json {
  if (typeof value === 'string') return replace(value);
  if (typeof value === 'number') return replace(String(value)) === String(value) ? value : replace(String(value));
  if (isArray(value)) return value.map((entry) => replaceStrings(entry, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [replace(key), replaceStrings(member, replace)]),
  );
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function withheld(cause?: unknown): KeywardError {
  return new KeywardError(
    'RESPONSE_WITHHELD',
    'the answer holds a new credential that could not be stored in the vault',
    cause === undefined ? {} : { cause },
  );
}
