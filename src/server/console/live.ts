import type { ConsoleDeps } from './deps.ts';
import { waiting } from './pages/approvals.ts';
import { CONSOLE_HEADERS } from './responses.ts';

const DEFAULT_EVERY_MS = 1_000;

/** One look at the data folder for all open tabs: what changed there goes to each of them. */
export interface Live {
  /** Server-sent events: how many approvals wait, sent at the start and whenever anything was recorded. */
  stream(): Response;
  close(): void;
}

type Send = (text: string) => void;

export function createLive(deps: Pick<ConsoleDeps, 'runtime'>, everyMs: number = DEFAULT_EVERY_MS): Live {
  const { runtime } = deps;
  const open = new Map<Send, string>();
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const [head, rows] = await Promise.all([runtime.storage.audit.head(), waiting(deps)]);
    const state = `${String(head?.seq ?? 0)} ${rows.map(({ id, state: one }) => `${id} ${one}`).join(' ')}`;
    for (const [send, last] of open) {
      if (last === state) continue;
      open.set(send, state);
      send(`event: changed\ndata: ${JSON.stringify({ pending: rows.length })}\n\n`);
    }
  };
  const turn = (): void => {
    look().catch((error: unknown) => {
      runtime.logger.error(
        { error: error instanceof Error ? error.name : 'unknown' },
        'the console could not look for news',
      );
    });
  };
  const leave = (send: Send): void => {
    open.delete(send);
    if (open.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    stream() {
      let send: Send | undefined;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const encoder = new TextEncoder();
          send = (text) => controller.enqueue(encoder.encode(text));
          open.set(send, '');
          timer ??= setInterval(turn, everyMs);
          turn();
        },
        cancel: () => send && leave(send),
      });
      return new Response(body, { headers: { ...CONSOLE_HEADERS, 'content-type': 'text/event-stream' } });
    },
    close() {
      for (const send of open.keys()) leave(send);
    },
  };
}
