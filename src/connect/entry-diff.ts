import { structuredPatch } from 'diff';
import type { Json, JsonObject } from '../core/index.ts';
import type { Client } from './client.ts';
import { renderEntry } from './edit-config.ts';

interface EntryChange {
  readonly client: Pick<Client, 'format' | 'section'>;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
}

/**
 * The change of the entry as lines beginning with `+`, `-` or a space. Only our own section is shown, so that the keys
 * other servers have in the same file are not, and values that an entry made by hand may hold are concealed.
 */
export function entryDiff({ client, before, after }: EntryChange): readonly string[] {
  const text = (entry: JsonObject | undefined): string =>
    entry === undefined ? '' : `${renderEntry(client, conceal(entry))}\n`;
  const { hunks } = structuredPatch('', '', text(before), text(after), undefined, undefined, { context: 100 });
  return hunks.flatMap(({ lines }) => lines);
}

const TOKEN = /kwa_[A-Za-z0-9_]+/g;
const CONCEALED = '(concealed)';
const SHOWN_VARIABLES: readonly string[] = ['KEYWARD_HOME', 'PATH'];

function conceal(entry: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, concealValue(value, key)]));
}

function concealValue(value: Json, key: string): Json {
  if (typeof value === 'string') return value.replace(TOKEN, CONCEALED);
  if (Array.isArray(value)) return value.map((part: Json) => concealValue(part, key));
  if (typeof value !== 'object' || value === null) return value;
  const isEnvironment = key === 'env' || key === 'headers';
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      isEnvironment && !SHOWN_VARIABLES.includes(name) ? CONCEALED : concealValue(part, name),
    ]),
  );
}
