import { isUtf8 } from 'node:buffer';
import { revealBytes, revealText } from '../core/hazmat.ts';
import { SecretValue, type ErrorCode } from '../core/index.ts';
import type { Reader, Resolution } from '../broker/index.ts';
import type { TemplatePart } from './template.ts';

/** A reference that gave nothing, and where it was asked for. */
export interface Unfilled {
  /** Name of the variable; `undefined` in a text. */
  readonly name: string | undefined;
  readonly reference: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

export type Filled =
  | {
      readonly kind: 'filled';
      readonly values: ReadonlyMap<string, SecretValue>;
      /** What the references gave, without the text around them. */
      readonly secrets: readonly SecretValue[];
    }
  | { readonly kind: 'unfilled'; readonly failures: readonly Unfilled[] };

/** Resolve the references of several templates at once: all of them, or none and what failed. */
export async function fillTemplates(
  templates: ReadonlyMap<string, readonly TemplatePart[]>,
  reader: Pick<Reader, 'resolveAll'>,
): Promise<Filled> {
  const references = [...templates].flatMap(([name, parts]) =>
    parts.flatMap((part) => (part.kind === 'reference' ? [{ name, reference: part.text }] : [])),
  );
  const resolutions = await reader.resolveAll(references.map(({ reference }) => reference));
  const failures = references.flatMap(({ name, reference }) => {
    const failure = failureOf(resolutions.get(reference));
    return failure === undefined ? [] : [{ name: name === '' ? undefined : name, reference, ...failure }];
  });
  if (failures.length > 0) return { kind: 'unfilled', failures };
  const valueOf = (reference: string): SecretValue => valueIn(resolutions.get(reference));
  return {
    kind: 'filled',
    values: new Map(Array.from(templates, ([name, parts]) => [name, join(parts, valueOf)])),
    secrets: [...new Set(references.map(({ reference }) => reference))].map(valueOf),
  };
}

/** One text, in the same way. */
export async function fillTemplate(
  parts: readonly TemplatePart[],
  reader: Pick<Reader, 'resolveAll'>,
): Promise<SecretValue | readonly Unfilled[]> {
  const filled = await fillTemplates(new Map([['', parts]]), reader);
  return filled.kind === 'unfilled' ? filled.failures : (filled.values.get('') ?? SecretValue.fromText(''));
}

function failureOf(resolution: Resolution | undefined): Pick<Unfilled, 'code' | 'reason'> | undefined {
  if (resolution?.kind === 'unresolved') return { code: resolution.code, reason: resolution.reason };
  const bytes = revealBytes(valueIn(resolution));
  if (isUtf8(bytes) && !bytes.includes(0)) return undefined;
  return { code: 'ITEM_FIELD_UNUSABLE', reason: 'the value is not text, so nothing can carry it: use `keyward read`' };
}

function valueIn(resolution: Resolution | undefined): SecretValue {
  if (resolution?.kind !== 'resolved') throw new TypeError('every reference has its resolution');
  return resolution.value;
}

function join(parts: readonly TemplatePart[], valueOf: (reference: string) => SecretValue): SecretValue {
  const texts = parts.map((part) => (part.kind === 'text' ? part.text : revealText(valueOf(part.text))));
  return SecretValue.fromText(texts.join(''));
}
