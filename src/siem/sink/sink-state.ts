import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import { writeWhole } from '../../audit/index.ts';

/** A record of the trail, by its number and its hash. */
export interface SinkPosition {
  /** 0: before the first record. */
  readonly seq: number;
  /** Of the record's bytes; empty for 0. */
  readonly hash: string;
  readonly atMs: number;
}

export interface SinkFailure {
  readonly sinceMs: number;
  readonly code: string;
  /** HTTP status of the last answer, where there was one. */
  readonly status?: number | undefined;
  /** True once an alert says so. */
  readonly alerted?: boolean | undefined;
}

/** How far one sink has come. */
export interface SinkState {
  /** The last record that the other side has taken, with all before it. */
  readonly taken?: SinkPosition | undefined;
  /** Set while it takes none: since when, and the code of the last failure. */
  readonly failing?: SinkFailure | undefined;
}

/** Remembers how far a sink has come, over restarts and between processes. */
export interface SinkStates {
  /** Throws `AUDIT_BROKEN` when what is remembered cannot be read: then it is unknown what was sent. */
  load(): Promise<SinkState>;
  /** Resolves when it is durable. */
  save(state: SinkState): Promise<void>;
}

/** In a file of its own, `NAME.json`, below a private folder. */
export function sinkStateFile(folder: string, name: string): SinkStates {
  const path = join(folder, `${name}.json`);
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch(missingOrThrow);
      return text === undefined ? {} : parseState(text);
    },
    async save(state) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(path, `${JSON.stringify(state)}\n`, 0o600);
    },
  };
}

const schema = z.object({
  taken: z.object({ seq: z.int().min(0), hash: z.string(), atMs: z.number() }).optional(),
  failing: z
    .object({
      sinceMs: z.number(),
      code: z.string(),
      status: z.int().optional(),
      alerted: z.boolean().optional(),
    })
    .optional(),
});

function parseState(text: string): SinkState {
  const state = schema.safeParse(parseJson(text)).data;
  if (state !== undefined) return state;
  throw new KeywardError('AUDIT_BROKEN', 'the sink position cannot be read', {
    hint: 'delete the file of that sink below sinks/ in the data folder: everything is then sent again',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function missingOrThrow(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
