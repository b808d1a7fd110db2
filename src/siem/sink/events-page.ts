import { z } from 'zod';
import { sha256Hex } from '../../core/index.ts';
import type { ExportRecord } from '../export/export-format.ts';
import { auditEvent, itemUsage } from '../export/one-password.ts';
import { readRecord } from '../../audit/index.ts';
import type { AuditRow, AuditStore } from '../../audit/index.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const PAGE_ROWS = 500;
const MAX_ROWS = 20_000;

const position = z.strictObject({
  seq: z.int().min(0),
  from: z.int(),
  to: z.int(),
  limit: z.int().min(1).max(MAX_LIMIT),
});
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const requestSchema = z.union([
  z.strictObject({ cursor: z.string().max(500) }),
  z.strictObject({
    limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
    start_time: time.optional(),
    end_time: time.optional(),
  }),
]);

type Position = z.infer<typeof position>;

/** As they are named in 1Password's API. */
export type EventFeature = 'itemusages' | 'auditevents';

export interface EventsPage {
  readonly cursor: string;
  readonly has_more: boolean;
  readonly items: readonly object[];
}

/**
 * A page as the 1Password Events API v2 gives it (`POST /api/v2/itemusages` and `/api/v2/auditevents`). `body` is what was posted:
 * a reset cursor (`limit`, `start_time`, `end_time`) or the cursor of the page before. Undefined when it is neither.
 *
 * Does not ask who is asking: that is for the route.
 */
export async function eventsPage(
  store: AuditStore,
  feature: EventFeature,
  body: unknown,
): Promise<EventsPage | undefined> {
  const from = positionOf(body);
  if (from === undefined) return undefined;
  const convert = feature === 'itemusages' ? itemUsage : auditEvent;
  const items: object[] = [];
  let { seq } = from;
  let more = true;
  for (let read = 0; more && items.length < from.limit && read < MAX_ROWS; read += PAGE_ROWS) {
    const rows = await store.read(seq + 1, PAGE_ROWS);
    more = rows.length === PAGE_ROWS;
    for (const row of rows) {
      if (items.length === from.limit) {
        more = true;
        break;
      }
      seq = row.seq;
      const item = isWanted(row, from) ? convertRow(row, convert) : undefined;
      if (item !== undefined) items.push(item);
    }
  }
  const cursor = Buffer.from(JSON.stringify({ ...from, seq })).toString('base64url');
  return { cursor, has_more: more, items };
}

function positionOf(body: unknown): Position | undefined {
  const request = requestSchema.safeParse(body);
  if (!request.success) return undefined;
  if ('cursor' in request.data) return readCursor(request.data.cursor);
  const { limit, start_time: start = 0, end_time: end = Number.MAX_SAFE_INTEGER } = request.data;
  return { seq: 0, from: start, to: end, limit };
}

function readCursor(cursor: string): Position | undefined {
  try {
    const found = position.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return found.success ? found.data : undefined;
  } catch {
    return undefined;
  }
}

function isWanted({ at }: AuditRow, { from, to }: Position): boolean {
  return at >= from && at < to;
}

function convertRow(
  { record: text }: AuditRow,
  convert: (record: ExportRecord) => object | undefined,
): object | undefined {
  const record = readRecord(text);
  return record === undefined ? undefined : convert({ record, text, hash: sha256Hex(text) });
}
