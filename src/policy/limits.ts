/**
 * Upper bounds of a request, whatever a binding says. Generous for an API call, small enough that judging
 * stays cheap and a model cannot push bulk data through one call.
 */
export const REQUEST_LIMITS = {
  urlChars: 8_192,
  queryParameters: 128,
  headers: 32,
  headerNameChars: 128,
  headerValueChars: 4_096,
  headerBytes: 16_384,
  formFields: 512,
  bodyBytes: 4_194_304,
  jsonDepth: 64,
} as const;

/** Upper bounds of a binding: one decision must stay under a millisecond in the worst case. */
export const BINDING_LIMITS = {
  origins: 32,
  rules: 64,
  names: 128,
  pathChars: 1_024,
  pathSegments: 64,
  jsonConditions: 16,
  values: 256,
  captures: 8,
  redirects: 3,
  /** Each time limit of a call: a quarter of an hour. */
  timeMs: 900_000,
  placements: 4,
  responseBytes: 16_777_216,
} as const;

/** How large a body may be where neither rule nor binding says. */
export const DEFAULT_BODY_BYTES = 1_048_576;
