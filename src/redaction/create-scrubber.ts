import type { Json } from '../core/index.ts';
import { revealText } from '../core/hazmat.ts';
import { REDACTED } from './marks.ts';
import type { KnownSecret, Scrubbed, Scrubber, ScrubbedText, ScrubLimits } from './scrubber.ts';

/** Make a scrubber for the secrets of one call. Values under 8 bytes are not looked for: policy does not place them. */
export function createScrubber(deps: { secrets: readonly KnownSecret[]; limits?: ScrubLimits }): Scrubber {
  const needles = deps.secrets.map(({ name, value }) => ({ name, forms: formsOf(revealText(value)) }));
  const text = (input: string): ScrubbedText => {
    let output = input;
    const names: string[] = [];
    for (const { name, forms } of needles) {
      for (const form of forms) {
        if (!output.includes(form)) continue;
        output = output.replaceAll(form, REDACTED);
        names.push(name);
      }
    }
    return { text: output, hits: names.length, withheld: false, names };
  };
  const found = (results: readonly Scrubbed[]): Scrubbed => ({
    hits: results.reduce((sum, result) => sum + result.hits, 0),
    withheld: results.some((result) => result.withheld),
    names: [...new Set(results.flatMap((result) => result.names))],
  });
  const json = (value: Json): { value: Json } & Scrubbed => {
    const cleaned = text(JSON.stringify(value));
    const parsed: Json = JSON.parse(cleaned.text);
    return { ...found([cleaned]), value: parsed };
  };
  return {
    text,
    json,
    headers: (list) => {
      const cleaned = list.map(([name, value]) => [text(name), text(value)] as const);
      return { ...found(cleaned.flat()), headers: cleaned.map(([name, value]) => [name.text, value.text]) };
    },
    body: (bytes, contentType) => {
      const decoded = new TextDecoder().decode(bytes);
      if (contentType?.includes('json') === true) {
        try {
          const parsed: Json = JSON.parse(decoded);
          return { kind: 'json', ...json(parsed) };
        } catch {
          return { kind: 'text', ...text(decoded) };
        }
      }
      return { kind: 'text', ...text(decoded) };
    },
    stream: () => {
      const chunks: Uint8Array[] = [];
      return {
        write: (chunk) => {
          chunks.push(chunk);
          return '';
        },
        end: () => text(Buffer.concat(chunks).toString('utf8')),
      };
    },
  };
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
  return [...new Set(forms)].filter((form) => form.length >= 8);
}
