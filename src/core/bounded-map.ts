/**
 * A map for what is remembered of callers or rows, which must not fill the memory: one entry too many replaces the one that
 * was unused for longest. `get` and `set` are uses, `has` is not.
 */
export class BoundedMap<Key, Value> {
  readonly #maxEntries: number;
  // A Map lists its keys in the order in which they were put in: the first is the one unused for longest.
  readonly #entries = new Map<Key, Value>();

  /** Throws `RangeError` unless `maxEntries` is a whole number from 1. */
  constructor(maxEntries: number) {
    if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
      throw new RangeError('maxEntries: a whole number from 1 is expected');
    }
    this.#maxEntries = maxEntries;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    // An entry may be undefined: that is remembered too.
    if (value !== undefined || this.#entries.has(key)) this.#putLast(key, value as Value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#putLast(key, value);
    if (this.#entries.size <= this.#maxEntries) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#entries.clear();
  }

  #putLast(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
  }
}
