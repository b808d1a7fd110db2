import { isDeepStrictEqual } from 'node:util';
import { KeywardError, type JsonObject } from '../core/index.ts';
import type { Client } from './client.ts';
import { SERVER_NAME, type ConfigFormat } from './config-format.ts';
import { jsonConfig } from './json-config.ts';
import { tomlConfig } from './toml-config.ts';

/** A text as it should be, or the news that it already is. */
export type ConfigEdit = { readonly kind: 'same' } | { readonly kind: 'changed'; readonly text: string };

/** The same, with what was spliced in, by which it can be taken out again exactly. */
export type AddedEntry =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly text: string; readonly inserted: string };

const FORMATS: Readonly<Record<Client['format'], ConfigFormat>> = { json: jsonConfig, toml: tomlConfig };

type Target = Pick<Client, 'format' | 'section'>;

/**
 * Put the entry in, or instead of another one of that name. Comments, order and spacing of all the rest stay.
 *
 * Throws `CONNECT_CONFIG_UNUSABLE` when the text cannot be read, or cannot be changed without touching something else.
 */
export function addEntry(text: string, { format, section }: Target, entry: JsonObject): AddedEntry {
  const config = FORMATS[format];
  const found = entryOf(parse(config, text), section);
  if (isSame(found, entry)) return { kind: 'same' };
  const base = found === undefined ? text : config.cut(text, section);
  const { offset, content } = guarded(() => config.insert(base, section, entry));
  const after = `${base.slice(0, offset)}${content}${base.slice(offset)}`;
  assertNothingElse(config, section, { before: text, after, entry });
  return { kind: 'changed', text: after, inserted: content };
}

/**
 * Take the entry out. With what was spliced in, the text is again what it was, byte for byte; without it, or when the
 * client rewrote its file meanwhile, the entry alone goes. Throws as `addEntry`.
 */
export function removeEntry(text: string, { format, section }: Target, inserted?: string): ConfigEdit {
  const config = FORMATS[format];
  if (entryOf(parse(config, text), section) === undefined) return { kind: 'same' };
  const exact = inserted === undefined ? undefined : without(text, inserted);
  if (exact !== undefined && isOnlyEntryGone(config, section, { before: text, after: exact })) {
    return { kind: 'changed', text: exact };
  }
  const after = guarded(() => config.cut(text, section));
  assertNothingElse(config, section, { before: text, after, entry: undefined });
  return { kind: 'changed', text: after };
}

/** The entry that is in the text, if any. Throws `CONNECT_CONFIG_UNUSABLE` for a text that cannot be read. */
export function findEntry(text: string, { format, section }: Target): JsonObject | undefined {
  const found = entryOf(parse(FORMATS[format], text), section);
  return isJsonObject(found) ? found : undefined;
}

/** The section with this entry alone, for a person to paste. */
export function renderEntry({ format, section }: Target, entry: JsonObject): string {
  return FORMATS[format].render(section, entry);
}

function parse(config: ConfigFormat, text: string): Readonly<Record<string, unknown>> {
  return guarded(() => config.parse(text));
}

function entryOf(values: Readonly<Record<string, unknown>>, section: string): unknown {
  const servers = values[section];
  if (servers === undefined) return undefined;
  if (!isRecord(servers)) throw unusable('its list of servers has another form');
  return servers[SERVER_NAME];
}

function without(text: string, inserted: string): string | undefined {
  const parts = text.split(inserted);
  return parts.length === 2 ? parts.join('') : undefined;
}

interface Comparison {
  readonly before: string;
  readonly after: string;
}

// The edits are made in the text; what they did is read back, so that no odd text can make them do something else.
function assertNothingElse(
  config: ConfigFormat,
  section: string,
  { before, after, entry }: Comparison & { readonly entry: JsonObject | undefined },
): void {
  const values = parse(config, after);
  const isRight = isSame(entryOf(values, section), entry);
  if (!isRight || !isSame(rest(values, section), rest(parse(config, before), section))) {
    throw unusable('the entry cannot be changed without touching something else');
  }
}

function isOnlyEntryGone(config: ConfigFormat, section: string, comparison: Comparison): boolean {
  try {
    assertNothingElse(config, section, { ...comparison, entry: undefined });
    return true;
  } catch {
    return false;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

// The parsers differ in the prototypes of their objects, which say nothing.
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

// A section that came or went with the entry is no other content.
function rest(values: Readonly<Record<string, unknown>>, section: string): unknown {
  const { [section]: servers, ...others } = values;
  if (!isRecord(servers)) return others;
  const { [SERVER_NAME]: _, ...remaining } = servers;
  return Object.keys(remaining).length === 0 ? others : { ...others, [section]: remaining };
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof KeywardError) throw cause;
    throw unusable('it is not in the form its client reads', cause);
  }
}

function unusable(why: string, cause?: unknown): KeywardError {
  return new KeywardError('CONNECT_CONFIG_UNUSABLE', `the configuration of the client cannot be changed: ${why}`, {
    cause,
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What both parsers give for a table of texts and lists of texts is JSON.
function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
