import { z } from 'zod';
import { jsonValue } from '../json-value.ts';

// Limits here stop an oversized argument on entry; the binding narrows further.
const MAX_URL_CHARS = 8_192;
const MAX_TEXT_CHARS = 2_000_000;

const name = z.string().min(1).max(256);
const scalar = z.string().max(MAX_URL_CHARS);

// Numbers, lists and nested members are read too; unions in a schema are refused by some clients.
const ANY_MEMBERS = { type: 'object', additionalProperties: true } as const;
const formText = z.string().max(MAX_TEXT_CHARS);

const itemField = name.describe('Item to use: its title, its id, or vault/title, as list_items shows it.');
const urlField = z.string().min(1).max(MAX_URL_CHARS).describe('Absolute URL, without any credential in it.');
const headersField = z
  .record(z.string().max(256), scalar)
  .optional()
  .describe('Extra request headers. Never the credential: Keyward adds it.');
const queryField = z
  .record(z.string().max(256), z.union([scalar, z.array(scalar)]))
  .optional()
  .meta(ANY_MEMBERS)
  .describe('Query parameters, when the URL has none of its own.');
const bodyField = z
  .strictObject({
    json: jsonValue.optional().describe('Body sent as application/json.'),
    json_text: formText.optional().describe('The same as JSON text: numbers stay as written.'),
    form: z
      .record(z.string().max(1_024), z.union([formText, z.array(formText)]))
      .optional()
      .meta(ANY_MEMBERS)
      .describe('Body sent as a form.'),
    text: z.string().max(MAX_TEXT_CHARS).optional().describe('Body sent as text/plain.'),
  })
  .optional()
  .describe('Request body: exactly one of json, json_text, form or text.');

/** Fields every credential-backed request has. */
export const requestFields = {
  item: itemField,
  url: urlField,
  headers: headersField,
  query: queryField,
};

/** Fields that narrow the answer for the model's sake; they never widen it. */
export const answerFields = {
  select: z
    .array(z.string().max(512))
    .max(64)
    .optional()
    .describe('JSON pointers to keep of a JSON answer: /data/0/id; * is every element: /data/*/id.'),
  fields: z.array(z.string().max(512)).max(64).optional().describe('Members to keep of each element.'),
  max_chars: z.int().min(1).max(1_000_000).optional().describe('Longest body to return; 80000 by default.'),
  offset: z.int().min(0).optional().describe('Where in the body to begin.'),
  tail: z.int().min(1).max(1_000_000).optional().describe('Only so many characters of its end.'),
  grep: z.string().max(256).optional().describe('Only lines with this text.'),
  context: z.int().min(0).max(20).optional().describe('Lines around each; 2 by default.'),
  reason: z.string().max(500).optional().describe('Why this call is made, for the audit trail.'),
};

export const bodyFields = { body: bodyField };
