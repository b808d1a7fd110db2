export type BodyFormat = 'json' | 'lines' | 'events' | 'form' | 'multipart' | 'text' | 'binary' | 'unknown';

export interface ContentType {
  readonly format: BodyFormat;
  readonly charset: string | undefined;
  readonly boundary: string | undefined;
}

const LINES = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|json-seq|stream\+json)$/;
const JSON_TYPE = /^(?:application|text)\/json$|\+json$/;
const TEXT_TYPE =
  /^text\/|\+(?:xml|yaml)$|^application\/(?:xml|xhtml|(?:x-)?(?:javascript|ecmascript|yaml|toml|sh)|graphql|sql)/;

/** Read a Content-Type header (RFC 9110 section 8.3). What is not understood is `unknown`. */
export function parseContentType(header: string | undefined): ContentType {
  const [type = '', ...parameters] = (header ?? '').split(';');
  return {
    format: formatOf(type.trim().toLowerCase()),
    charset: parameter(parameters, 'charset')?.toLowerCase(),
    boundary: parameter(parameters, 'boundary'),
  };
}

function formatOf(mediaType: string): BodyFormat {
  if (LINES.test(mediaType)) return 'lines';
  if (JSON_TYPE.test(mediaType)) return 'json';
  if (mediaType === 'text/event-stream') return 'events';
  if (mediaType === 'application/x-www-form-urlencoded') return 'form';
  if (mediaType.startsWith('multipart/')) return 'multipart';
  if (TEXT_TYPE.test(mediaType)) return 'text';
  return /^(?:image|audio|video|font)\//.test(mediaType) ? 'binary' : 'unknown';
}

function parameter(parameters: readonly string[], name: string): string | undefined {
  for (const parameter of parameters) {
    const [key = '', ...value] = parameter.split('=');
    if (key.trim().toLowerCase() === name)
      return value
        .join('=')
        .trim()
        .replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}
