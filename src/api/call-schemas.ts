import { z } from 'zod';
import type { Json } from '../core/index.ts';

// As far as a program may go; the binding narrows it.
const MAX_URL_CHARS = 8_192;
const MAX_TEXT_CHARS = 4_000_000;
const MAX_ANSWER_CHARS = 64 * 1024 * 1024;

const callId = z.string().describe('Id in the audit trail.');
const scalar = z.string().max(MAX_URL_CHARS);
const text = z.string().max(MAX_TEXT_CHARS);
/** It was JSON on the wire, and the listener bounds how deep. */
const json = z.unknown().pipe(z.custom<Json>((value) => value !== undefined, 'not a JSON value'));

/** A request to be made with the credential of an item. */
export const callSchema = z.strictObject({
  item: z.string().min(1).max(600).describe('Its title, its id, or vault/title.'),
  url: z.string().min(1).max(MAX_URL_CHARS).describe('Absolute, without any credential in it.'),
  method: z.string().min(1).max(16).default('GET'),
  headers: z.record(z.string().max(256), scalar).optional().describe('Never the credential: Keyward adds it.'),
  query: z
    .record(z.string().max(256), z.union([scalar, z.array(scalar)]))
    .optional()
    .describe('Where the URL has none of its own. Numbers, lists and nested members become text.'),
  body: z
    .strictObject({
      json: json.optional(),
      json_text: text.optional().describe('JSON as text: sent with its numbers as they are written.'),
      form: z.record(z.string().max(1_024), z.union([text, z.array(text)])).optional(),
      text: text.optional(),
    })
    .optional()
    .describe('Exactly one of them.'),
  select: z
    .array(z.string().max(512))
    .max(64)
    .optional()
    .describe('JSON pointers (RFC 6901) to keep of the answer; `*` is every element of a list.'),
  fields: z.array(z.string().max(512)).max(64).optional().describe('Members to keep of each element.'),
  offset: z.int().min(0).optional().describe('Where in the text of the body to begin, in UTF-16 code units.'),
  tail: z.int().min(1).max(MAX_ANSWER_CHARS).optional().describe('So many characters from its end instead.'),
  grep: z.string().max(256).optional().describe('Only lines that hold this text.'),
  context: z.int().min(0).max(20).optional().describe('Lines around each of them; 2 when left out.'),
  max_chars: z.int().min(1).max(MAX_ANSWER_CHARS).optional().describe('Longest body to answer.'),
  reason: z.string().max(500).optional().describe('Why the call is made, for the audit trail.'),
});

/** The answer of the service, scrubbed: untrusted data. */
export const callAnswerSchema = z.object({
  call_id: callId,
  status: z.int().describe('HTTP status of the service.'),
  headers: z.record(z.string(), z.string()),
  body: json.describe('Parsed where it is JSON, else a text.'),
  truncated: z.boolean().describe('True when the body was cut.'),
  body_chars: z.int().optional().describe('Length of its text before it was cut.'),
  next_offset: z.int().optional().describe('Where the part that follows begins.'),
  matches: z.int().optional().describe('Lines that held the text of `grep`.'),
  not_found: z.array(z.string()).optional().describe('Of `select` and `fields`, what found nothing.'),
  note: z.string().optional().describe('A sentence about the request.'),
  ignored_arguments: z.array(z.string()).optional().describe('What was sent and is no part of a call.'),
  withheld: z.object({ code: z.string(), reason: z.string() }).optional().describe('Why the body is not shown.'),
  location: z.string().optional().describe('Where a redirect pointed that was not followed.'),
});

const itemMembers = {
  id: z.string(),
  vault: z.string(),
  title: z.string(),
  category: z.string(),
  origins: z.array(z.string()).describe('Where its secret may go.'),
  methods: z.array(z.string()),
  paths: z.array(z.string()).describe('Path globs: * is one segment, ** any number.'),
  placement: z.string().describe('How Keyward places the secret.'),
  approval: z.string(),
  usable: z.boolean().describe('False when it has no binding: it cannot be used over HTTP.'),
};

/** A page of items. Never a value. */
export const itemListSchema = z.object({
  call_id: callId,
  items: z.array(z.object(itemMembers)),
  next_cursor: z.string().optional().describe('Present when there are more.'),
});

export const itemSchema = z.object({
  call_id: callId,
  item: z.object({
    ...itemMembers,
    tags: z.array(z.string()),
    allows: z.array(z.object({ methods: z.array(z.string()), path: z.string(), approval: z.string() })),
  }),
});

export const vaultListSchema = z.object({
  call_id: callId,
  vaults: z.array(z.object({ id: z.string(), name: z.string() })),
});
