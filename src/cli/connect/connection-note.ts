import { z } from 'zod';
import type { Json } from '../../core/index.ts';

const connection = z.object({
  client: z.string(),
  /** Of the client's configuration file. */
  path: z.string(),
  /** What was spliced into it, to be taken out exactly. */
  inserted: z.string().optional(),
  /** The file was not there before. */
  made_file: z.boolean().optional(),
});

const schema = z.object({ made_agent: z.boolean(), connections: z.array(connection) });

export type Connection = z.infer<typeof connection>;

/** What `connect` writes beside a saved token: whether it made the agent, and which configurations use the token. */
export type ConnectionNote = z.infer<typeof schema>;

const NONE: ConnectionNote = { made_agent: false, connections: [] };

export function readNote(note: Json | undefined): ConnectionNote {
  return schema.safeParse(note).data ?? NONE;
}

export function connectionAt(note: ConnectionNote, path: string): Connection | undefined {
  return note.connections.find((one) => one.path === path);
}

/** With this connection instead of an earlier one of the same file, which that one may have made. */
export function withConnection(note: ConnectionNote, added: Connection): ConnectionNote {
  const earlier = connectionAt(note, added.path);
  const made_file = added.made_file ?? earlier?.made_file;
  const others = withoutConnection(note, added.path).connections;
  return { ...note, connections: [...others, { ...added, made_file }] };
}

export function withoutConnection(note: ConnectionNote, path: string): ConnectionNote {
  return { ...note, connections: note.connections.filter((one) => one.path !== path) };
}

/** As JSON: what is not known is left out. */
export function noteJson({ made_agent, connections }: ConnectionNote): Json {
  return {
    made_agent,
    connections: connections.map(({ client, path, inserted, made_file }) => ({
      client,
      path,
      ...(inserted === undefined ? {} : { inserted }),
      ...(made_file === undefined ? {} : { made_file }),
    })),
  };
}
