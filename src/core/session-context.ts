/**
 * Who acts, as verified. `token_id` is absent when the owner started the server for the agent. `server` and `watch` are
 * Keyward itself: its background work, and the detection of anomalies.
 */
export type SessionPrincipal =
  | { readonly kind: 'agent'; readonly id: string; readonly name: string; readonly token_id?: string }
  | { readonly kind: 'owner' | 'server' | 'watch' | 'unknown' };

/**
 * What is known about a session, as it stands in every audit record: JSON, in the record's own names.
 *
 * Only `principal` is verified. What the peer says about itself is marked `claimed`, and nothing may be
 * decided on it.
 */
export type SessionContext = {
  readonly principal: SessionPrincipal;
  readonly transport: 'stdio' | 'http' | 'sse' | 'cli' | 'library';
  /** Ours, made when the connection was opened. */
  readonly connection_id: string;
  readonly protocol_version?: string;
  readonly era?: 'legacy' | 'modern';
  readonly client?: { readonly name: string; readonly version: string; readonly claimed: true };
  /** Hash of the 2025-era session id: the id itself is a bearer secret. */
  readonly mcp_session?: string;
  readonly request_id?: string | number;
  readonly tool?: string;
  /** The MCP method of a request that is no call of a tool, such as `resources/read`. */
  readonly method?: string;
  /** A validated W3C traceparent. */
  readonly trace?: string;
  /** One interaction of several rounds, and the round of this request in it. */
  readonly interaction_id?: string;
  readonly round?: number;
  /** As the system tells of the process; the address an SSH login came from is the word of its environment. */
  readonly process?: {
    readonly pid: number;
    readonly ppid: number;
    readonly parent?: string;
    readonly cwd?: string;
    readonly user?: string;
    readonly uid?: number;
    readonly tty?: string;
    readonly ssh_client?: string;
  };
  /** What a client of the HTTP API calls its session: its own word, one for each client object. */
  readonly client_session?: string;
  /** Session id of the program that started us, such as CLAUDE_CODE_SESSION_ID. */
  readonly host_session?: string;
  readonly remote?: { readonly address: string; readonly origin?: string };
  /** By whose access token, where it was one: verified, as its issuer signed it. */
  readonly oauth?: {
    readonly issuer: string;
    readonly subject: string;
    readonly client_id: string;
    readonly token_id: string;
  };
};

/** The context without the principal, which only identification can fill in. */
export type SessionFacts = Omit<SessionContext, 'principal'>;

/** As it stands in a record: who, and as much about the connection as there was one. */
export type RecordedSession = { readonly principal: SessionPrincipal } & Partial<SessionFacts>;
