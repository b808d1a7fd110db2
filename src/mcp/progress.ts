import type { ServerContext } from '@modelcontextprotocol/server';

// Clients give up on a call that is silent for 60 seconds or less; people wonder after a few.
const EVERY_MS = 3_000;

/**
 * While the work lasts, tell a client that asked for it that it still does: our own words, and nothing of what is
 * waited for.
 */
export async function withProgress<T>(
  request: Pick<ServerContext['mcpReq'], '_meta' | 'signal' | 'notify'>,
  work: () => Promise<T>,
  everyMs = EVERY_MS,
): Promise<T> {
  const progressToken = request._meta?.progressToken;
  if (progressToken === undefined) return work();
  let progress = 0;
  const timer = setInterval(() => {
    if (request.signal.aborted) return;
    progress += 1;
    const message = `still waiting, ${String(Math.round((progress * everyMs) / 1_000))} s so far`;
    request.notify({ method: 'notifications/progress', params: { progressToken, progress, message } }).catch(() => {
      clearInterval(timer);
    });
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
