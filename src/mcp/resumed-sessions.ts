/** Which sessions that are gone may be opened anew under their id, and those that are being opened now. */
export interface ResumedSessions<S> {
  /** Resolves when the session of this key is no longer being opened. */
  pending(key: SessionKey): Promise<unknown>;
  /** False for an id that this server never gives, and for a session that its client ended. */
  mayResume(key: SessionKey): boolean;
  once(key: SessionKey, open: () => Promise<S | undefined>): Promise<S | undefined>;
  /** Its client ended it. */
  ended(key: SessionKey): void;
}

interface SessionKey {
  readonly clientKey: string;
  readonly id: string;
}

const OWN_ID = /^[a-z2-7]{26}$/;
const MAX_ENDED = 1_024;

export function createResumedSessions<S>(): ResumedSessions<S> {
  const opening = new Map<string, Promise<S | undefined>>();
  const ended = new Set<string>();
  const name = ({ clientKey, id }: SessionKey): string => `${clientKey}\n${id}`;
  return {
    pending: async (key) => opening.get(name(key))?.catch(() => undefined),
    mayResume: (key) => OWN_ID.test(key.id) && !ended.has(name(key)),
    async once(key, open) {
      const running = opening.get(name(key)) ?? open().finally(() => opening.delete(name(key)));
      opening.set(name(key), running);
      return running;
    },
    ended(key) {
      ended.add(name(key));
      const [oldest] = ended;
      if (ended.size > MAX_ENDED && oldest !== undefined) ended.delete(oldest);
    },
  };
}

/** What the client sent when it opened the session, as far as a later request tells: its version, and not its name. */
export function initializeFor({ url, headers }: Request): { readonly request: Request; readonly body: unknown } {
  const protocolVersion = headers.get('mcp-protocol-version') ?? '2025-03-26';
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: '', version: '' } };
  return {
    request: new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    }),
    body: { jsonrpc: '2.0', id: 0, method: 'initialize', params },
  };
}
