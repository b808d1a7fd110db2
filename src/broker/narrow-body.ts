import type { Json } from '../core/index.ts';
import { isJsonPointer, resolvePointer, type ResponsePolicy } from '../policy/index.ts';
import type { CallInput } from './call-input.ts';
import { cutBody, type Cut, type CutInput } from './cut-body.ts';
import { selectParts } from './select-parts.ts';

export interface ToNarrow {
  readonly body: Json;
  readonly policy: ResponsePolicy;
  readonly input: CutInput & Pick<CallInput, 'select' | 'fields'>;
}

export interface Narrowed extends Cut {
  /** Length of the text of what was selected, before any of it was cut. */
  readonly bodyChars: number;
  /** Pointers and fields that found nothing. */
  readonly notFound: readonly string[];
}

/**
 * The part of a scrubbed body that is shown: first what the binding projects, then what was selected, then as many
 * characters as were asked for. A body that is no JSON has no parts, and is given as it is.
 */
export function narrowBody({ body, policy, input }: ToNarrow): Narrowed {
  const projected = policy.mode === 'projection' ? project(body, policy.pointers) : body;
  const { select = [], fields = [] } = input;
  const { value, notFound } =
    typeof projected === 'string'
      ? { value: projected, notFound: [...select, ...fields] }
      : selectParts(projected, { select, fields });
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { ...cutBody(value, text, input), bodyChars: text.length, notFound };
}

/** What of `select` cannot be a pointer; undefined when all of it can. */
export function notAPointer({ select = [] }: Pick<CallInput, 'select'>): string | undefined {
  return select.find((pointer) => !isJsonPointer(pointer));
}

function project(body: Json, pointers: readonly string[]): Json {
  const kept = pointers.flatMap((pointer) => {
    const value = resolvePointer(body, pointer);
    return value === undefined ? [] : [[pointer, value] as const];
  });
  return Object.fromEntries(kept);
}
