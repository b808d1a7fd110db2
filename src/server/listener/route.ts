import type { IncomingHttpHeaders } from 'node:http';
import type { PlainStatus } from './error-response.ts';
import type { Bodies, BodyKind } from './read-body.ts';

/** Where a request comes from, as seen here; `unix` for a local socket. */
export interface Remote {
  readonly address: string;
  /** The `Origin` header, once it was found on the list of allowed ones. */
  readonly origin?: string;
}

/** Who was let in. What else a client can do is the application's business. */
export interface AuthenticatedClient {
  /** Requests with the same id count as one client: an agent, with any of its tokens. */
  readonly id: string;
  /** Asked now and then while an answer is still open: false ends it. It must not hold what a token opened. */
  readonly isStillAuthorized: () => Promise<boolean>;
}

/** A request of a route without authentication, its body read as the route says. */
export interface OpenRequest<B = unknown> {
  /** Its body was read already: see `body`. */
  readonly request: Request;
  /** As the body kind of the route has it; undefined for methods that carry none. */
  readonly body: B;
  readonly remote: Remote;
}

/** One request that came through: authenticated, bounded, its body read. */
export interface AuthenticatedRequest<G extends AuthenticatedClient, B = unknown> extends OpenRequest<B> {
  readonly client: G;
  /** One for each TCP connection. */
  readonly connectionId: string;
  /** Calls back once, when the answer was sent or the client went away. */
  onClosed(listener: () => void): void;
}

/**
 * What answers below a path, for other modules to add: one entry in the list the server is started with.
 *
 * `authentication` says who is answered: with `agent` a valid bearer token of this server is needed; with `own` whatever
 * `authenticate` of the route reads from the headers, on the same terms (failures are counted, requests are bounded by
 * client); with `none` every client is answered, so that nothing may be told there that matters.
 *
 * `body` says how the body is read, within `maxBodyBytes` of the route or the server: `json` (the default), `form`
 * (application/x-www-form-urlencoded), `bytes` (any type), or `none`, which leaves it unread.
 */
export type Route<G extends AuthenticatedClient> = RouteFacts &
  (
    | ({ readonly authentication: 'agent' } & Handled<G>)
    | ({
        readonly authentication: 'own';
        readonly authenticate: RequestAuthenticator<AuthenticatedClient>;
        /** Its client is the one that `authenticate` gave. */
      } & Handled<AuthenticatedClient>)
    | ({
        readonly authentication: 'none';
        /** It judges a token by itself: answers 400, 401 and 403 count as failed authentications of the address. */
        readonly countsFailures?: boolean;
      } & HandledOpen)
  );

export interface RouteFacts {
  /** `/api/*` is everything below `/api/`; without the star it is this path alone. */
  readonly path: `/${string}`;
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[];
  /** Its answers to GET are no streams, and are not counted among them. */
  readonly endsByItself?: boolean;
  /** Answered under any `Host`, for probes that ask by address. For answers that tell nothing. */
  readonly anyHost?: boolean;
  /** Pages of the allowed origins may read its answers; no page may, when left out. */
  readonly cors?: boolean;
  readonly maxBodyBytes?: number;
  /** Headers of every answer, in place of the server's own: a page names its `content-security-policy` here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How a refusal of the server reads on this route, such as a page; undefined for the server's own JSON. */
  errorResponse?(status: PlainStatus): Response | undefined;
}

type Handled<G extends AuthenticatedClient> = {
  [K in BodyKind]: BodyOf<K> & { handle(incoming: AuthenticatedRequest<G, Bodies[K]>): Promise<Response> };
}[BodyKind];

type HandledOpen = {
  [K in BodyKind]: BodyOf<K> & { handle(incoming: OpenRequest<Bodies[K]>): Promise<Response> };
}[BodyKind];

type BodyOf<K extends BodyKind> = K extends 'json' ? { readonly body?: K } : { readonly body: K };

export type Authentication<G extends AuthenticatedClient> =
  | { readonly kind: 'authenticated'; readonly client: G }
  | {
      readonly kind: 'refused';
      /** 403: it is known who asks, and more is needed. 503: it cannot be found out now. 401 when left out. */
      readonly status?: 401 | 403 | 503;
      /** For `WWW-Authenticate`, in place of the usual one. */
      readonly challenge?: string;
    };

/**
 * Says whose a credential is. It is the one function where what a principal may use (transport, address) can be
 * judged, and it writes its own record of a refusal. Called on every request: nothing of its answer is stored.
 */
export type Authenticator<G extends AuthenticatedClient> = (
  credential: string,
  facts: { readonly remote: Remote; readonly path: string },
) => Promise<Authentication<G>>;

/** How a group of routes authenticates a request: `bearer`, `sessionHeader`, or one of its own. */
export interface RequestAuthenticator<G extends AuthenticatedClient> {
  /** The credential that a request shows; empty when it shows none. Failed authentications are counted by it. */
  readonly credentialOf: (headers: IncomingHttpHeaders) => string;
  readonly authenticate: Authenticator<G>;
  /** The value of `WWW-Authenticate` for a request without a valid credential (RFC 9110, section 11.6.1). */
  readonly challenge: string;
}
