import { timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

export const CONCEALED = '<concealed by keyward>';

let read: (secret: SecretValue) => Uint8Array;

/**
 * A secret on its way through the program. Printing, logging, serialising or interpolating it gives
 * a fixed mark; only `core/hazmat.ts` turns it back into text, and only four modules may import that.
 *
 * It does not wipe memory: JavaScript cannot promise that.
 */
export class SecretValue {
  readonly #bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  static fromText(text: string): SecretValue {
    return new SecretValue(new TextEncoder().encode(text));
  }

  static fromBytes(bytes: Uint8Array): SecretValue {
    return new SecretValue(Uint8Array.from(bytes));
  }

  /** Length in bytes of the UTF-8 form. Safe to compare with limits; not for the agent's eyes. */
  get byteLength(): number {
    return this.#bytes.byteLength;
  }

  /** Whether both hold the same bytes; the time it takes tells no more than their lengths. */
  equals(other: SecretValue): boolean {
    return this.byteLength === other.byteLength && timingSafeEqual(this.#bytes, other.#bytes);
  }

  toString(): string {
    return CONCEALED;
  }

  toJSON(): string {
    return CONCEALED;
  }

  [inspect.custom](): string {
    return CONCEALED;
  }

  static {
    read = (secret) => secret.#bytes;
  }
}

/** For `hazmat.ts` alone; the index of this module does not export it. */
export function readSecretBytes(secret: SecretValue): Uint8Array {
  return read(secret);
}
