import type { ServerResponse } from 'node:http';
import type { Clock, Logger } from '../../core/index.ts';
import type { HttpLimits } from './limits.ts';
import type { AuthenticatedClient } from './route.ts';

type OpenLimits = Pick<HttpLimits, 'maxOpen' | 'maxOpenPerClient' | 'maxStreamsPerClient' | 'maxStreamMs'>;

export interface Opening {
  readonly client: Pick<AuthenticatedClient, 'id' | 'isStillAuthorized'>;
  readonly outgoing: ServerResponse;
  readonly isStream: boolean;
}

interface Open extends Opening {
  readonly since: number;
}

/** Every answer under way: how many there may be, and the end of those whose client is no longer welcome. */
export interface InFlightRequests {
  /** The status to refuse with when there are too many; undefined when it was taken in, until it closes. */
  admit(opening: Opening): 429 | 503 | undefined;
  /** Ask for every client whether it is still welcome, and end what belongs to others or is too old. */
  sweep(): Promise<void>;
  /** Ends every stream, waits for the other answers, and after `drainMs` for nothing more. */
  drain(drainMs: number): Promise<void>;
  counts(): { readonly answers: number; readonly streams: number };
}

export function createOpenAnswers(deps: { limits: OpenLimits; clock: Clock; logger: Logger }): InFlightRequests {
  const { limits, clock, logger } = deps;
  const open = new Set<Open>();
  let onEmpty = (): void => undefined;
  const of = (id: string): readonly Open[] => [...open].filter(({ client }) => client.id === id);
  return {
    admit(opening) {
      if (open.size >= limits.maxOpen) return 503;
      const own = of(opening.client.id);
      if (own.length >= limits.maxOpenPerClient) return 429;
      if (opening.isStream && own.filter(({ isStream }) => isStream).length >= limits.maxStreamsPerClient) return 429;
      const entry = { ...opening, since: clock.monotonicMs() };
      open.add(entry);
      opening.outgoing.once('close', () => {
        open.delete(entry);
        if (open.size === 0) onEmpty();
      });
      return undefined;
    },
    async sweep() {
      const oldest = clock.monotonicMs() - limits.maxStreamMs;
      await Promise.all(
        [...open].map(async ({ client, outgoing, since }) => {
          const stays = since > oldest && (await client.isStillAuthorized());
          if (!stays) outgoing.destroy();
        }),
      );
    },
    async drain(drainMs) {
      for (const { outgoing, isStream } of open) if (isStream) outgoing.destroy();
      if (open.size === 0) return;
      const late = new Promise<void>((resolve) => {
        setTimeout(resolve, drainMs).unref();
        onEmpty = resolve;
      });
      await late;
      if (open.size > 0) logger.warn({ open: open.size }, 'answers under way were cut off');
    },
    counts() {
      const streams = [...open].filter(({ isStream }) => isStream).length;
      return { answers: open.size - streams, streams };
    },
  };
}
