import { parseExactJson, type Json } from '../../core/index.ts';

/** The value of a JSON text; undefined when it is none. Numbers that would change are the text of what was written. */
export function parseJson(text: string): Json | undefined {
  return parseExactJson(text);
}
