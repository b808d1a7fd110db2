import type { Refusal } from '../broker/index.ts';
import type { Json } from '../core/index.ts';
import type { RequestScope } from './request-scope.ts';

export type ResourceOutcome = { readonly kind: 'ok'; readonly document: Json } | Refusal;

interface Described {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** One document at one address. */
export interface FixedResource extends Described {
  readonly uri: string;
  read(scope: RequestScope): Promise<ResourceOutcome>;
}

/** Documents whose address is a prefix and one segment for each part. No pattern is ever made of what an agent sends. */
export interface ResourceFamily<Part extends string = string> extends Described {
  readonly prefix: string;
  readonly parts: readonly Part[];
  read(scope: RequestScope, parts: Readonly<Record<Part, string>>): Promise<ResourceOutcome>;
}

export function uriTemplateOf({ prefix, parts }: Pick<ResourceFamily, 'prefix' | 'parts'>): string {
  return prefix + parts.map((part) => `{${part}}`).join('/');
}

export function uriOf({ prefix }: Pick<ResourceFamily, 'prefix'>, values: readonly string[]): string {
  return prefix + values.map((value) => encodeURIComponent(value.toWellFormed())).join('/');
}

/** The parts of an address of this family; undefined when it is none. */
export function partsOf<Part extends string>(
  { prefix, parts }: Pick<ResourceFamily<Part>, 'prefix' | 'parts'>,
  uri: string,
): Readonly<Record<string, string>> | undefined {
  if (!uri.startsWith(prefix)) return undefined;
  const segments = uri.slice(prefix.length).split('/');
  if (segments.length !== parts.length) return undefined;
  try {
    return Object.fromEntries(parts.map((part, index) => [part, decodeURIComponent(segments[index] ?? '')]));
  } catch {
    return undefined;
  }
}
