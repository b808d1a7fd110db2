import { z } from 'zod';

const MAX_ID_CHARS = 64;
const MAX_ROW_BYTES = 4 * 1024 * 1024;

const id = z.string().min(1).max(MAX_ID_CHARS);
/** Bytes on the wire: base64url without padding. */
const bytes = z
  .base64url()
  .max(MAX_ROW_BYTES)
  .transform((text): Uint8Array => Buffer.from(text, 'base64url'));
const moment = z.int().describe('Milliseconds since the epoch.');
const change = z.string().min(1).max(128).describe('Another text whenever something in the database was changed.');

const signed = {
  statement: bytes.describe('What the owner said: canonical JSON (RFC 8785).'),
  signature: bytes.describe('His Ed25519 signature over it.'),
};

/** The rows a token is identified by, and the vaults it may read. A client believes what is signed in them, and nothing else. */
export const sealedAgentSchema = z.object({
  change,
  agent: z.object({ id, name: z.string().max(256), created_at: moment, ...signed }),
  token: z.object({
    id,
    created_at: moment,
    owner_mac: bytes.describe('Names the owner to a holder of the whole token.'),
    ...signed,
  }),
  grants: z.array(z.object({ id, vault_id: id, ...signed })).max(1_024),
  sealed_keys: z
    .array(
      z.object({
        vault_id: id,
        key_version: z.int(),
        sealed_key: bytes.describe('The key of the vault, sealed to the X25519 key of the token (crypto_box_seal).'),
      }),
    )
    .max(1_024)
    .describe('Of vaults with a `read` grant only.'),
  vaults: z
    .array(z.object({ id, key_version: z.int(), sealed_name: bytes, ...signed }))
    .max(1_024)
    .describe('Those of the sealed keys that still exist.'),
});

const overviewMembers = {
  id,
  vault_id: id,
  title_hash: bytes.describe('Keyed hash of the title: a holder of the vault key finds an item by it.'),
  version: z.int(),
  key_version: z.int(),
  overview: bytes.describe('Title, category, tags, URLs, binding and names of fields, sealed (XChaCha20-Poly1305).'),
  created_at: moment,
  updated_at: moment,
};

export const sealedOverviewSchema = z.object({ change, item: z.object(overviewMembers) });

export const sealedItemListSchema = z.object({ change, items: z.array(z.object(overviewMembers)) });

/** What is said before the values of an item are handed out. */
export const openOrderSchema = z.strictObject({
  version: z.int().positive().describe('The version that was found. Another one is refused with ITEM_CHANGED.'),
  change: change.optional().describe('Where it was found: refused with ITEM_CHANGED when anything changed since.'),
  field: z
    .string()
    .max(64)
    .optional()
    .describe('Id of the field that will be read. A claim, for the record: the server cannot see it.'),
  attribute: z.string().max(32).optional().describe('What of the field will be read. A claim too.'),
});

export const sealedItemSchema = z.object({
  call_id: z.string().describe('Id of this read in the audit trail.'),
  change,
  item: z.object({ ...overviewMembers, details: bytes.describe('The values of the fields, sealed.') }),
});
