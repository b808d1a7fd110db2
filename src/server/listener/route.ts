/** Where a request comes from, as seen here; `unix` for a local socket. */
export interface Remote {
  readonly address: string;
  /** The `Origin` header, once it was found on the list of allowed ones. */
  readonly origin?: string;
}

/** Who was let in. What else a client can do is the application's business. */
export interface AuthenticatedClient {
  /** Callers with the same key count as one client: an agent, with whichever of its tokens. */
  readonly id: string;
  /** Asked now and then while an answer is still open: false ends it. It must not hold what a token opened. */
  readonly isStillAuthorized: () => Promise<boolean>;
}

/** One request that came through: authenticated, bounded, its body read. */
export interface AuthenticatedRequest<G extends AuthenticatedClient> {
  /** Its body was read already: see `body`. */
  readonly request: Request;
  /** Parsed; undefined for methods that carry none. */
  readonly body: unknown;
  readonly client: G;
  readonly remote: Remote;
  /** One for each TCP connection. */
  readonly connectionId: string;
  /** Calls back once, when the answer was sent or the client went away. */
  onClosed(listener: () => void): void;
}

/**
 * What answers below a path, for other modules to add: one entry in the list the server is started with.
 *
 * `/api/*` is everything below `/api/`; without the star it is this path alone. With `agent` a valid token
 * is asked for; with `own` a token that the route itself knows, on the same terms; with `none` anybody is answered, so that
 * nothing may be told there that matters.
 */
export type Route<G extends AuthenticatedClient> = {
  readonly path: `/${string}`;
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[];
  /** Its answers to GET are no streams, and are not counted among them. */
  readonly endsByItself?: boolean;
} & (
  | {
      readonly authentication: 'agent';
      handle(incoming: AuthenticatedRequest<G>): Promise<Response>;
    }
  | {
      readonly authentication: 'own';
      readonly authenticate: Authenticator<AuthenticatedClient>;
      /** Its client is the one that `authenticate` gave. */
      handle(incoming: AuthenticatedRequest<AuthenticatedClient>): Promise<Response>;
    }
  | {
      readonly authentication: 'none';
      /** It judges a token by itself: answers 400, 401 and 403 count as failed authentications of the address. */
      readonly countsFailures?: boolean;
      /** Its body was not read: the reader bounds it. */
      handle(request: Request, facts: { readonly remote: Remote }): Promise<Response>;
    }
);

export type Authentication<G extends AuthenticatedClient> =
  | { readonly kind: 'authenticated'; readonly client: G }
  | {
      readonly kind: 'refused';
      /** 403: it is known who asks, and more is needed. 503: it cannot be found out now. 401 when left out. */
      readonly status?: 401 | 403 | 503;
      /** For `WWW-Authenticate`, instead of the server's usual one. */
      readonly challenge?: string;
    };

/**
 * Says who a bearer token belongs to. It is the one point where what a principal may use (transport, address) can be
 * judged, and it writes its own record of a refusal. Asked on every request: nothing of its answer is stored.
 */
export type Authenticator<G extends AuthenticatedClient> = (
  token: string,
  facts: { readonly remote: Remote; readonly path: string },
) => Promise<Authentication<G>>;
