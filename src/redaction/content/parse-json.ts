import type { Json } from '../../core/index.ts';

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// JSON.parse without a reviver makes nothing but JSON values.
function isJson(value: unknown): value is Json {
  return value !== undefined;
}
