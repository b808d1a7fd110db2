import type { z } from 'zod';
import type { OutboundRequest } from '../outbound-request.ts';

/** A field of the item that a scheme places. */
export interface AuthField {
  readonly id: string;
  /** An optional field that is missing counts as empty. */
  readonly required: boolean;
  /** Needed, and still right when it says nothing: the user name of services that look at the password alone. */
  readonly mayBeEmpty?: true;
}

/** The text of a field, without control characters; empty when an optional field is missing. */
export type FieldText = (id: string) => string;

/** What one authorisation needs to know beside the request. */
export interface AuthAttempt {
  /** From 1. */
  readonly number: number;
  readonly reason: 'first' | 'retry' | 'redirect';
  /** Milliseconds since the epoch, for signatures that carry a time. */
  readonly now: number;
}

/** Where the secret goes in one request, and every text holding it that stands on the wire. */
export interface Placement {
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Values are already percent-encoded. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly path?: PathPlacement;
  /** Members of the JSON body, by pointer. */
  readonly json?: readonly (readonly [pointer: string, value: string])[];
  readonly form?: readonly (readonly [name: string, value: string])[];
  readonly secrets: readonly string[];
}

/** The first segments of a path as the caller writes them, and as they are sent, percent-encoded. */
export interface PathPlacement {
  readonly written: readonly string[];
  readonly sent: readonly string[];
}

/** One credential, made ready for the attempts of one call. */
export interface Authorizer {
  /** Called for each attempt and each hop. `request` is the judged one: it holds no credential. */
  readonly authorize: (request: OutboundRequest, attempt: AuthAttempt) => Promise<Placement>;
}

export interface Scheme<A> {
  /** The word before the colon in `--auth header:x-api-key`. */
  readonly scheme: string;
  /** What the auth part of a binding says for it. */
  readonly config: z.ZodType<A>;
  readonly fields: (auth: A) => readonly AuthField[];
  /** Half a sentence for people: `in the header x-api-key`. */
  readonly describe: (auth: A) => string;
  /** Answers `undefined` when the fields do not fit this placement. Must not put a value into an error. */
  readonly prepare: (auth: A, field: FieldText) => Authorizer | undefined;
}

/** A scheme together with one config that it has read. */
export interface ResolvedScheme {
  readonly fields: readonly AuthField[];
  readonly describe: string;
  readonly prepare: (field: FieldText) => Authorizer | undefined;
}

/** A scheme without the type of its config, as lists hold it. */
export interface AnyScheme {
  readonly scheme: string;
  /** Answers `undefined` for a config that is not of this scheme. */
  readonly resolve: (auth: unknown) => ResolvedScheme | undefined;
}

/** Declare a way of placing a credential. To be used it must stand in the list of `index.ts`. */
export function defineScheme<A>({ scheme, config, fields, describe, prepare }: Scheme<A>): AnyScheme {
  return Object.freeze({
    scheme,
    resolve: (given: unknown) => {
      const parsed = config.safeParse(given);
      if (!parsed.success) return undefined;
      const auth = parsed.data;
      return {
        fields: fields(auth),
        describe: describe(auth),
        prepare: (field: FieldText) => prepare(auth, field),
      };
    },
  });
}

/** For a placement that is the same whatever the request says. */
export function always(placement: Placement): Authorizer {
  return { authorize: async () => placement };
}

/** The field of schemes that place one. */
export function oneField({ field = 'credential' }: { readonly field?: string }): readonly AuthField[] {
  return [{ id: field, required: true }];
}

/** True for visible ASCII without spaces: what every header parser takes as one word. */
export function isVisibleAscii(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
