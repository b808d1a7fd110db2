import type { JsonObject } from '../core/index.ts';

/** What the server is called in every client's configuration. */
export const SERVER_NAME = 'keyward';

/** A text with the values in it, and the edits that leave every other byte alone. */
export interface ConfigFormat {
  /** Throws anything when the text cannot be read. */
  parse(text: string): Readonly<Record<string, unknown>>;
  /** Put a new entry in: what to splice in, and where. */
  insert(text: string, section: string, entry: JsonObject): Splice;
  /** Take the entry that is there out. */
  cut(text: string, section: string): string;
  /** The section with nothing but this entry. */
  render(section: string, entry: JsonObject): string;
}

export interface Splice {
  readonly offset: number;
  readonly content: string;
}
